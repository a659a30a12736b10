import { onRoom, roomWanted } from '@/components/look/room';
import type { FrameGeometry, PageGeometry } from '@/lib/messaging/names';

/** A height that follows an act within this time belongs to it: a tag is saved and read again before the panel grows. Ms. */
const actLasts = 3000;

/**
 * Tells the host page how high the content is, and whether a person's act in the panel made it so: only then may the box
 * change. Hears the theme and the wish for focus. Nothing but geometry goes over this port.
 */
export function startGeometry(
  port: MessagePort,
  content: HTMLElement,
  heard: { theme: (theme: 'light' | 'dark') => void; focus: () => void },
): { close: () => void } {
  const here = content.ownerDocument;
  let told = 0;
  let acted = -Infinity;
  const tell = (message: FrameGeometry) => port.postMessage(message);
  const look = () => {
    const px = Math.ceil(Math.max(content.offsetHeight, roomWanted()));
    if (px === told || px === 0) return;
    told = px;
    tell({ kind: 'height', px, act: performance.now() - acted < actLasts });
  };
  const onAct = (event: Event) => {
    if (event.isTrusted) acted = performance.now();
  };
  for (const kind of ['pointerdown', 'keydown', 'input']) here.addEventListener(kind, onAct, { capture: true });
  new ResizeObserver(look).observe(content);
  onRoom(() => queueMicrotask(look));
  port.addEventListener('message', ({ data }: MessageEvent<PageGeometry>) => {
    if (data.kind === 'theme') heard.theme(data.theme === 'dark' ? 'dark' : 'light');
    else if (data.kind === 'focus') heard.focus();
  });
  port.start();
  return { close: () => tell({ kind: 'close' }) };
}
