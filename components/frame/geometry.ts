import { onRoom, roomWanted } from '@/components/look/room';
import type { FrameGeometry, PageGeometry } from '@/lib/messaging/names';

/** A height that follows an act within this time belongs to it: a tag is saved and read again before the panel grows. Ms. */
const actLasts = 3000;

/**
 * Tells the host page how high the content is at which width, and whether a person's act in the panel made it so: only then,
 * or after the window got another width, may the box change. Hears the theme and the wish for focus. Nothing but geometry goes over this port.
 */
export function startGeometry(
  port: MessagePort,
  content: HTMLElement,
  heard: {
    theme: (theme: 'light' | 'dark') => void;
    /** False: nothing is drawn yet that could take it. */
    focus: () => boolean;
  },
): { close: () => void } {
  const here = content.ownerDocument;
  let told = 0;
  let at = 0;
  let acted = -Infinity;
  let owesFocus = false;
  const tell = (message: FrameGeometry) => port.postMessage(message);
  const look = () => {
    if (owesFocus) owesFocus = !heard.focus();
    const px = Math.ceil(Math.max(content.offsetHeight, roomWanted()));
    const width = here.documentElement.clientWidth;
    if (px === 0 || (px === told && width === at)) return;
    told = px;
    at = width;
    tell({ kind: 'height', px, width, act: performance.now() - acted < actLasts });
  };
  const onAct = (event: Event) => {
    if (event.isTrusted) acted = performance.now();
  };
  for (const kind of ['pointerdown', 'keydown', 'input']) here.addEventListener(kind, onAct, { capture: true });
  new ResizeObserver(look).observe(content);
  onRoom(() => queueMicrotask(look));
  port.addEventListener('message', ({ data }: MessageEvent<PageGeometry>) => {
    if (data.kind === 'theme') heard.theme(data.theme === 'dark' ? 'dark' : 'light');
    else if (data.kind === 'focus') owesFocus = !heard.focus();
  });
  port.start();
  return { close: () => tell({ kind: 'close' }) };
}
