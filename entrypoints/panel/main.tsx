import { createRoot } from 'react-dom/client';
import browser from 'webextension-polyfill';
import { startGeometry } from '@/components/frame/geometry';
import { awaitClaim } from '@/components/frame/handshake';
import { Shown } from '@/components/frame/Shown';
import { Surface } from '@/components/frame/Surface';
import { surfaceAsk } from '@/components/frame/surface';
import { dress, themeOf } from '@/components/frame/theme';
import '@/components/look/look.css';
import { t } from '@/components/look/words';
import { connect } from '@/lib/messaging/client';
import './page.css';

const html = document.documentElement;
html.lang = t('lang');
html.dir = browser.i18n.getMessage('@@bidi_dir') || 'ltr';
document.title = t('extName');
const theme = themeOf(location.hash);
if (theme) dress(theme);

const content = document.getElementById('root') as HTMLElement;
const root = createRoot(content);
const ask = surfaceAsk(location.search);

if (ask) {
  html.dataset.surface = ask.kind;
  root.render(<Surface client={connect('own')} ask={ask} />);
} else if (window.parent !== window) {
  const claimed = await awaitClaim(window, connect);
  dress(claimed.theme);
  const geometry = startGeometry(claimed.port, content, {
    theme: dress,
    focus: () => content.querySelector<HTMLElement>('button, input, [tabindex]')?.focus(),
  });
  root.render(<Shown client={claimed.client} as={claimed.as} onClose={geometry.close} />);
}
