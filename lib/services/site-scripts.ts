import browser, { type Scripting } from 'webextension-polyfill';
import type { Site } from '@/lib/model/schema/places';
import { isUnder, scriptPattern } from './site-match';
import { order } from './visit-store';

/** File that holds the core and one product's adapter (wxt.config.ts). */
const fileOf = (product: string): string => `content-scripts/site-${product}.js`;

const scriptOf = ({ id, product, host }: Site): Scripting.RegisteredContentScript => ({
  id,
  js: [fileOf(product)],
  matches: [scriptPattern(host)],
  runAt: 'document_start',
  allFrames: false,
  persistAcrossSessions: true,
});

const same = (a: Scripting.RegisteredContentScript, b: Scripting.RegisteredContentScript): boolean =>
  a.js?.join().replaceAll(/(^|,)\//g, '$1') === b.js?.join() && a.matches?.join() === b.matches?.join() && a.runAt === b.runAt;

/** Makes the browser's list of registered scripts the list of these sites. */
export async function reconcileScripts(sites: Site[]): Promise<void> {
  const wanted = new Map(sites.map((site) => [site.id, scriptOf(site)]));
  const there = new Map((await browser.scripting.getRegisteredContentScripts()).map((script) => [script.id, script]));
  const stale = [...there].filter(([id, script]) => {
    const want = wanted.get(id);
    return !want || !same(script, want);
  });
  if (stale.length) await browser.scripting.unregisterContentScripts({ ids: stale.map(([id]) => id) });
  const gone = new Set(stale.map(([id]) => id));
  const missing = [...wanted.values()].filter(({ id }) => !there.has(id) || gone.has(id));
  if (missing.length) await browser.scripting.registerContentScripts(missing);
}

/**
 * Makes open pages of a site look again; a tab that was open before the site was turned on gets the script now. `tabId` absent: all
 * tabs of the site that the browser lets us see.
 */
export async function wake(product: string, root: string, tabId?: number): Promise<void> {
  const tabs = await browser.tabs.query({ url: scriptPattern(root) }).catch(() => []);
  const open = tabs.flatMap(({ id, url }) => (id !== undefined && url && isUnder(url, root) ? [id] : []));
  for (const id of new Set(tabId === undefined ? open : [tabId, ...open])) {
    if (await order(id, { order: 'background/lookAgain' })) continue;
    // A page that forbids it (the browser's own, a closed tab) stays as it is.
    await browser.scripting.executeScript({ target: { tabId: id }, files: [fileOf(product)] }).catch(() => []);
  }
}

/** Brings the chart panel's code into a page, where a mark was opened; doing it again is harmless. Most visits to a dashboard never need it. */
export async function bringChartPanel(tabId: number): Promise<void> {
  try {
    await browser.scripting.executeScript({ target: { tabId, frameIds: [0] }, files: ['content-scripts/chart.js'] });
  } catch {
    // the page is gone already; nobody waits for the panel
  }
}
