import type { FrameGeometry, PageGeometry } from '@/lib/messaging/names';
import { api } from '@/lib/messaging/page-client';
import { shell } from './shell';

export type Theme = 'light' | 'dark';

export type FrameWish = {
  nonce: string;
  theme: Theme;
  /** Accessible name of the frame. */
  title: string;
  /** Declarations for the host element, each `!important`. */
  css: string;
  /** Height of the box in px. Absent: `css` gives the host's height and the frame fills it. */
  height?: number;
  /** Follow the content's height from the start: for a box that floats, whose growing moves nothing in the page. */
  follow?: boolean;
  put(host: HTMLElement): void;
  /** The box got another height after an act in the panel. */
  grown?(px: number): void;
  closed?(): void;
  failed(because: 'noHello' | 'hijacked'): void;
};

export type PanelFrame = {
  host: HTMLElement;
  /** The background says that the frame is alive. */
  hello(): void;
  tell(message: PageGeometry): void;
  theme(theme: Theme): void;
  dress(css: string): void;
  focus(): void;
  /** Out of the document, or moved in it: the browser made, or will make, another document in the frame. */
  isLost(): boolean;
};

export const clamp = (px: number): number => Math.round(Math.min(640, Math.max(40, px)));

/** A frame without a hello from the background for this long after its `load` is given up; ms (facts: frame §0.4). */
const patience = 1500;

/**
 * Our panel in the host page: a closed shadow root with an iframe of our own page. The host page gets geometry only;
 * all data take the frame's own port. Ends with the signal and leaves nothing behind.
 */
export function openFrame(wish: FrameWish, signal: AbortSignal): PanelFrame {
  const { host, root, dress } = shell('throughline-root', wish.css, 'iframe{display:block;border:0;width:100%;height:100%}');
  const frame = document.createElement('iframe');
  const { port1: port, port2 } = new MessageChannel();
  let theme = wish.theme;
  let inside: Window | null = null;
  let alive = false;
  /** The width changed by the person's act on the window: the next height may follow. */
  let free = wish.follow;
  let width = 0;

  const scheme = (): void => frame.style.setProperty('color-scheme', theme); // equal to the frame's own root: else the browser paints a ground (facts: frame §9)
  const isLost = (): boolean => !host.isConnected || (!!inside && frame.contentWindow !== inside);

  // Not before the page is looked at: the browser may put off frames of hidden tabs.
  const giveUp = (): void => {
    if (alive) return;
    if (document.hidden) document.addEventListener('visibilitychange', wait, { signal, once: true });
    else wish.failed('noHello');
  };
  let timer = 0;
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(giveUp, patience) as unknown as number;
  };

  frame.addEventListener('load', () => {
    if (isLost()) return;
    if (inside) return wish.failed('hijacked');
    inside = frame.contentWindow;
    wait();
    // The static origin, also where the address is a dynamic one (facts: frame §3).
    inside?.postMessage({ type: 'port', nonce: wish.nonce }, new URL(api.runtime.getURL('')).origin, [port2]);
  });
  port.onmessage = ({ data }: MessageEvent<FrameGeometry>) => {
    if (data.kind === 'close') return wish.closed?.();
    if (data.kind !== 'height' || !wish.height || !(data.act || free)) return;
    free = wish.follow;
    const px = clamp(Number(data.px) || 0);
    frame.style.height = `${px}px`;
    if (data.act) wish.grown?.(px);
  };

  // Without it a page that isolates itself shows an error in place of the frame (facts: frame §1). No name, ever: names hand out windows.
  Object.assign(frame, { credentialless: true, title: wish.title, src: `${api.runtime.getURL('panel.html')}#${theme}` });
  if (wish.height) frame.style.height = `${clamp(wish.height)}px`;
  scheme();
  root.append(frame);
  wish.put(host);
  wait();

  const tell = (message: PageGeometry): void => port.postMessage(message);
  const observer = new ResizeObserver(([entry]) => {
    const now = Math.round(entry?.contentRect.width ?? 0);
    if (now === width) return;
    free ||= width > 0;
    width = now;
    tell({ kind: 'width', px: now });
  });
  observer.observe(host);

  signal.addEventListener(
    'abort',
    () => {
      clearTimeout(timer);
      observer.disconnect();
      port.close();
      host.remove();
    },
    { once: true },
  );
  return {
    host,
    hello: () => {
      alive = true;
      clearTimeout(timer);
    },
    tell,
    theme: (next) => {
      if (theme === next) return;
      theme = next;
      scheme();
      tell({ kind: 'theme', theme });
    },
    dress,
    focus: () => {
      frame.focus();
      tell({ kind: 'focus' });
    },
    isLost,
  };
}
