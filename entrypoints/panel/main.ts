import { awaitClaim } from '@/components/frame/handshake';
import { surfaceAsk } from '@/components/frame/surface';
import { dress, themeOf } from '@/components/frame/theme';
import '@/components/course/course.css';
import '@/components/course/thread.css';
import '@/components/look/look.css';
import { connect } from '@/lib/messaging/client';
import './page.css';

// Little stands here, so that the document loads soon, which the script in the host page waits for before it hands over
// the port: the claim and the first view are on their way while the code that draws is read and compiled.
const theme = themeOf(location.hash);
if (theme) dress(theme);
const ask = surfaceAsk(location.search);
const show = import('./show');

if (ask) void show.then(({ showSurface }) => showSurface(ask));
else if (window.parent !== window) void frame();

async function frame(): Promise<void> {
  const claimed = await awaitClaim(window, connect);
  dress(claimed.theme);
  (await show).showFrame(claimed);
}
