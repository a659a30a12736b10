/** What a frame or a fallback surface was opened for; kept with its claim, never told by the frame itself. */
export type Purpose =
  | { kind: 'course'; course: string; theme: 'light' | 'dark' }
  | { kind: 'chart'; site: string; dashboard: string; tile: string; theme: 'light' | 'dark' };

/**
 * Who called, as the browser says (never as the message says):
 * `page` a script in the top frame of a page of an enabled site, `frame` our panel in a host page whose nonce was matched,
 * `own` an extension page outside host pages.
 */
export type Caller =
  | { from: 'page'; tabId: number; url: string; documentId?: string }
  | { from: 'frame'; tabId: number; frameId: number; documentId: string; purpose: Purpose }
  | { from: 'own'; tabId?: number; url: string };
