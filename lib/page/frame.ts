import type { FrameGeometry, PageGeometry } from '@/lib/messaging/names';
import { api } from '@/lib/messaging/page-client';
import { shell } from './shell';

export type Theme = 'light' | 'dark';

export type FrameWish = {
  nonce: string;
  /** For people who hear the page: what the frame is. */
  title: string;
  /** Declarations for the host element. */
  css: string;
  /** Height of the box in px. Absent: `css` gives the host's height and the frame fills it. */
  height?: number;
  /** Follow the content's height from the start: for a box that floats, whose growing moves nothing in the page. */
  follow?: boolean;
  /** Give it the focus once it is there. */
  focus?: boolean;
  put(host: HTMLElement): void;
  /** The box got another height after an act in the panel. */
  grown?(px: number): void;
  /** The person closed the panel. */
  closed?(): void;
  /** The frame is not ours any more, or never was: the box is to go. */
  failed(because: 'noHello' | 'hijacked'): void;
};

export type PanelFrame = {
  host: HTMLElement;
  /** The background says that the frame is alive. */
  hello(): void;
  /** The host's theme may have changed. */
  look(): void;
  dress(css: string): void;
  /** Out of the document, or moved in it: the browser made, or will make, another document in the frame. */
  isLost(): boolean;
};

export const clamp = (px: number): number => Math.round(Math.min(640, Math.max(40, +px || 0)));

/**
 * A frame without a hello from the background is given up so long after its `load`, and four times what that took (a busy
 * machine), or so long without one; ms. `load` tells nothing by itself, success and failure have it alike (facts: frame §0.4).
 */
const patience = { loaded: 1500, before: 5000 };

/**
 * Our panel in the host page: a closed shadow root with an iframe of our own page. The host page gets geometry only;
 * all data take the frame's own port. Ends with the signal and leaves nothing behind.
 */
export function openFrame(wish: FrameWish, themeNow: () => Theme, signal: AbortSignal): PanelFrame {
  const { host, root, dress } = shell('throughline-root', wish.css, 'iframe{display:block;border:0;width:100%;height:100%}');
  const frame = document.createElement('iframe');
  const { port1: port, port2 } = new MessageChannel();
  let theme: Theme | undefined;
  let inside: Window | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let alive = false;
  /** The width changed by the person's act on the window: the height that belongs to it may follow. */
  let free: boolean;
  let width = 0;

  const tell = (message: PageGeometry): void => port.postMessage(message);
  const grow = (px: number): void => void (frame.style.height = `${px}px`);
  const look = (): void => {
    if (theme === (theme = themeNow())) return;
    frame.style.colorScheme = theme; // equal to the frame's own root: else the browser paints a ground (facts: frame §9)
    tell({ kind: 'theme', theme });
  };
  const isLost = (): boolean => !host.isConnected || (!!inside && frame.contentWindow !== inside);
  const fail = (): void => wish.failed('noHello');
  const began = performance.now();
  let most = patience.before;
  const wait = (): void => {
    const due = performance.now() + most;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (alive) return;
      // the browser may put off frames of hidden tabs
      if (document.hidden) document.addEventListener('visibilitychange', wait, { signal, once: true });
      // the page kept its thread busy, which in Firefox is the frame's too
      else if (performance.now() - due > 200) wait();
      else fail();
    }, most);
  };

  frame.onload = () => {
    if (isLost()) return;
    if (inside) return wish.failed('hijacked');
    inside = frame.contentWindow;
    most = patience.loaded + 4 * (performance.now() - began);
    wait();
    // The static origin, also where the address is a dynamic one (facts: frame §3).
    inside?.postMessage({ type: 'port', nonce: wish.nonce }, new URL(api.runtime.getURL('')).origin, [port2]);
    if (!wish.focus) return;
    frame.focus();
    tell({ kind: 'focus' });
  };
  frame.onerror = fail;
  port.onmessage = ({ data }: MessageEvent<FrameGeometry>) => {
    if (data.kind === 'close') wish.closed?.();
    else if (wish.height && (data.act || wish.follow || (free && Math.abs(data.width - width) < 2))) {
      free = false;
      const px = clamp(data.px);
      grow(px);
      if (data.act) wish.grown?.(px);
    }
  };

  look();
  // Credentialless: else a page that isolates itself shows an error in place of the frame (facts: frame §1). No name, ever: names hand out windows.
  Object.assign(frame, { credentialless: true, title: wish.title, src: `${api.runtime.getURL('panel.html')}#${theme}` });
  if (wish.height) grow(clamp(wish.height));
  root.append(frame);
  wish.put(host);
  wait();

  const observer = new ResizeObserver(() => {
    const px = host.clientWidth;
    if (px === width) return;
    free ||= width > 0;
    width = px;
  });
  observer.observe(host);
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    observer.disconnect();
    port.close();
    host.remove();
  });
  return {
    host,
    hello: () => void (alive = true),
    look,
    dress,
    isLost,
  };
}
