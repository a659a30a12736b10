import { createRoot } from 'react-dom/client';
import browser from 'webextension-polyfill';
import { startGeometry } from '@/components/frame/geometry';
import type { Claimed } from '@/components/frame/handshake';
import { Shown } from '@/components/frame/Shown';
import { Surface } from '@/components/frame/Surface';
import type { SurfaceAsk } from '@/components/frame/surface';
import { dress } from '@/components/frame/theme';
import { t } from '@/components/look/words';
import { connect } from '@/lib/messaging/client';

const content = document.getElementById('root') as HTMLElement;

/** Language, direction and title of this document, and where it draws. */
function prepare() {
  const html = document.documentElement;
  html.lang = t('lang');
  html.dir = browser.i18n.getMessage('@@bidi_dir') || 'ltr';
  document.title = t('extName');
  return createRoot(content);
}

/** A page of its own beside the host page: side panel, sidebar, window. */
export function showSurface(ask: SurfaceAsk): void {
  document.documentElement.dataset.surface = ask.kind;
  prepare().render(<Surface client={connect('own')} ask={ask} />);
}

/** The panel in a frame of the host page. */
export function showFrame({ client, port, as, early }: Claimed): void {
  const geometry = startGeometry(port, content, {
    theme: dress,
    focus: () => {
      const first = content.querySelector<HTMLElement>('button, input, [tabindex]');
      first?.focus();
      return first !== null;
    },
  });
  prepare().render(<Shown client={client} as={as} early={early} onClose={geometry.close} />);
}
