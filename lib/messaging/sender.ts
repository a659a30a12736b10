import type { Runtime } from 'webextension-polyfill';
import type { CallName } from './names';

/** What the browser says of a sender; the polyfill's types lack some of it. */
export type Sender = Runtime.MessageSender & { origin?: string; documentId?: string };

export type Place =
  | { place: 'page'; tabId: number; url: string; documentId?: string }
  | { place: 'frame'; tabId: number; frameId: number; documentId: string; pageUrl?: string }
  | { place: 'own'; tabId?: number; url: string };

/** Origin of our own pages: static also where getURL gives a dynamic address (facts: frame §2). */
export const ownOrigin = (): string => location.origin;

/**
 * Where a sender stands, by what the browser vouches for; undefined: nowhere we know. A frame is of our origin, in a tab, below
 * the top (facts: frame §4; Firefox's envType calls our frame a content child too). An opaque origin (`null`) is no frame.
 */
export function placeOf(sender: Sender, extensionId: string, own = ownOrigin()): Place | undefined {
  if (sender.id !== extensionId || !sender.url) return undefined;
  const tabId = sender.tab?.id;
  if (sender.origin === own) {
    const inTab = tabId !== undefined && tabId >= 0;
    if (inTab && (sender.frameId ?? 0) > 0)
      return sender.documentId
        ? { place: 'frame', tabId, frameId: sender.frameId ?? 0, documentId: sender.documentId, pageUrl: sender.tab?.url }
        : undefined;
    return sender.url.startsWith(`${own}/`) ? { place: 'own', ...(inTab ? { tabId } : {}), url: sender.url } : undefined;
  }
  if (tabId === undefined || tabId < 0 || sender.frameId !== 0 || !/^https?:/.test(sender.url)) return undefined;
  return { place: 'page', tabId, url: sender.url, ...(sender.documentId ? { documentId: sender.documentId } : {}) };
}

/** Three sets of calls, told apart by the name's first word. */
export function mayCall(place: Place['place'], call: CallName): boolean {
  const room = call.slice(0, call.indexOf('/'));
  if (place === 'page') return room === 'page';
  if (place === 'frame') return room === 'panel';
  return room === 'panel' || room === 'own';
}
