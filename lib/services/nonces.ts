import browser from 'webextension-polyfill';
import type { Purpose } from '@/lib/messaging/caller';
import { inTurn } from './in-turn';

/** A page's right to one frame: good once, for the tab, the page and the purpose it was minted for (facts: frame §0.5). */
type Nonce = { tabId: number; page: string; host?: string; purpose: Purpose; at: number };

/** A frame that was let in; found again by the browser's own id of its document when the worker died in between. */
export type Claim = { tabId: number; frameId: number; host?: string; purpose: Purpose; at: number };

const lifetime = 60_000;
const claimsPerTab = 16;

/** Origin and path: products rewrite query and hash while a page loads. */
const pageOf = (url: string): string => {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
};

const sessionEntries = async <T>(prefix: string): Promise<[string, T][]> => {
  const all = (await browser.storage.session.get(null)) as Record<string, T>;
  return Object.entries(all).filter(([key]) => key.startsWith(prefix));
};

/** Mints a nonce for a frame in the caller's page. `documentId` is the page's own. */
export async function mint(page: { tabId: number; url: string; documentId?: string }, purpose: Purpose): Promise<string> {
  const nonce = crypto.randomUUID();
  const kept: Nonce = { tabId: page.tabId, page: pageOf(page.url), host: page.documentId, purpose, at: Date.now() };
  await Promise.all([browser.storage.session.set({ [`nonce:${nonce}`]: kept }), dropStale()]);
  return nonce;
}

async function dropStale(): Promise<void> {
  const now = Date.now();
  const stale = (await sessionEntries<Nonce>('nonce:')).filter(([, { at }]) => now - at > lifetime).map(([key]) => key);
  if (stale.length) await browser.storage.session.remove(stale);
}

/** Who asks for a claim, as the browser says. `pageUrl` is missing where the browser does not tell a tab's address. */
export type Claimant = { tabId: number; frameId: number; documentId: string; pageUrl?: string };

/** Lets a frame in by its nonce, or again by its document. Undefined: neither fits. */
export const claim = (who: Claimant, nonce: string): Promise<Claim | undefined> =>
  inTurn('claims', async () => {
    const [mine, key] = [`claim:${who.documentId}`, `nonce:${nonce}`];
    const held = (await browser.storage.session.get([mine, key])) as Record<string, unknown>;
    const known = held[mine] as Claim | undefined;
    if (known) return known.tabId === who.tabId ? known : undefined;
    const minted = held[key] as Nonce | undefined;
    if (!minted) return undefined;
    const fits = minted.tabId === who.tabId && Date.now() - minted.at <= lifetime && (!who.pageUrl || pageOf(who.pageUrl) === minted.page);
    if (!fits) {
      await browser.storage.session.remove(key); // shown in the wrong place: known to someone who should not know it
      return undefined;
    }
    const claimed: Claim = { tabId: who.tabId, frameId: who.frameId, host: minted.host, purpose: minted.purpose, at: Date.now() };
    // Both in one step: a worker that dies here leaves a known frame and a nonce that is used up.
    await browser.storage.session.set({ [mine]: claimed, [key]: { ...minted, tabId: -1 } satisfies Nonce });
    // the frame need not wait for the tidying
    void inTurn('claims', async () => {
      await browser.storage.session.remove(key);
      await dropOldest(who.tabId);
    }).catch((error: unknown) => console.error('Throughline:', error));
    return claimed;
  });

async function dropOldest(tabId: number): Promise<void> {
  const mine = (await sessionEntries<Claim>('claim:')).filter(([, held]) => held.tabId === tabId).sort(([, a], [, b]) => b.at - a.at);
  const surplus = mine.slice(claimsPerTab).map(([key]) => key);
  if (surplus.length) await browser.storage.session.remove(surplus);
}

/** Ends what a tab's earlier page was given. `documentId` of the page that is there now; absent: the tab is closed. */
export async function endClaims(tabId: number, documentId?: string): Promise<void> {
  const over = [...(await sessionEntries<Claim>('claim:')), ...(await sessionEntries<Nonce>('nonce:'))]
    .filter(([, held]) => held.tabId === tabId && (!documentId || held.host !== documentId))
    .map(([key]) => key);
  if (over.length) await browser.storage.session.remove(over);
}
