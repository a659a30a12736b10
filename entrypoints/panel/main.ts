import { awaitClaim } from '@/components/frame/handshake';
import { surfaceAsk } from '@/components/frame/surface';
import { dress, themeOf } from '@/components/frame/theme';
import '@/components/course/course.css';
import '@/components/course/thread.css';
import '@/components/look/look.css';
import { connect } from '@/lib/messaging/client';
import './page.css';

// Little stands here, so that the document loads soon, which the script in the host page waits for before it hands over the
// port. The code that draws is fetched and compiled meanwhile; it runs while the background answers the claim and the first view.
const theme = themeOf(location.hash);
if (theme) dress(theme);
const ask = surfaceAsk(location.search);
const bring = () => import('./show');

if (ask) void bring().then(({ showSurface }) => showSurface(ask));
else if (window.parent !== window) void frame();

async function frame(): Promise<void> {
  const claimed = await awaitClaim(window, connect, () => void bring());
  dress(claimed.theme);
  (await bring()).showFrame(claimed);
}
