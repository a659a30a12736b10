import browser from 'webextension-polyfill';
import type { Caller } from '@/lib/messaging/caller';
import type { In } from '@/lib/messaging/names';
import { RefusalError } from '@/lib/messaging/refused';
import { sha256Base32 } from '@/lib/model/rules/hash';
import type { Site } from '@/lib/model/schema/places';
import type { Workspace } from '@/lib/store/workspace';
import { changed } from './changed';
import { inTurn } from './in-turn';
import { baseUrlOf, forget, keep, recall, recallAll, type Intent } from './kept';
import { hostOf, isUnder, permissionPattern, productOf, rootOf } from './site-match';
import { reconcileScripts, wake } from './site-scripts';
import { allVisits, order } from './visit-store';

/** An intent that nobody confirmed is no longer meant: a permission granted later for another reason must not turn a site on. */
const intentLifetime = 10 * 60_000;

export const siteIdOf = async (key: string): Promise<string> => `site-${await sha256Base32(key)}`;
export const keyOf = ({ product, host }: Site): string => `${product}:${host}`;

/** Sites that are turned on, whether or not the browser still grants them. */
export async function sitesOn(ws: Workspace): Promise<Site[]> {
  return (await ws.all('site')).flatMap(({ plain, hidden }) => (hidden ? [] : [plain]));
}

export const granted = async (site: string): Promise<boolean> =>
  browser.permissions.contains({ origins: [permissionPattern(await baseUrlOf(site))] });

/** For lists of sites: paused by the person, granted by the browser. */
export const sitesNow = async (ws: Workspace): Promise<(Site & { paused: boolean; granted: boolean })[]> =>
  Promise.all(
    (await sitesOn(ws)).map(async (site) => ({
      ...site,
      paused: !!(await recall(`paused:${keyOf(site)}`)),
      granted: await granted(keyOf(site)),
    })),
  );

/** The site that an address belongs to; of nested installations the innermost. */
export const siteAt = async (ws: Workspace, url: string): Promise<Site | undefined> => (await sitesAt(ws, url))[0];

/** Those of the deepest root, since two products may answer at one address. */
async function sitesAt(ws: Workspace, url: string): Promise<Site[]> {
  const fits = (await sitesOn(ws)).filter(({ host }) => isUnder(url, host));
  const deepest = Math.max(...fits.map(({ host }) => host.length));
  return fits.filter(({ host }) => host.length === deepest);
}

/** A page's script may only speak of the site that it stands in. Throws RefusalError('notAllowed'). */
export async function siteOfPage(ws: Workspace, caller: Caller, key: string): Promise<Site> {
  const site = caller.from === 'page' ? (await sitesAt(ws, caller.url)).find((at) => keyOf(at) === key) : undefined;
  if (!site) throw new RefusalError('notAllowed');
  return site;
}

const intentIsLive = ({ at }: Intent): boolean => Date.now() - Date.parse(at) <= intentLifetime;

/** Remembers what to do when the permission is granted, and does it at once where it already is. */
export async function enableIntent(ws: Workspace, input: In<'own/enableIntent'>): Promise<Record<string, never>> {
  const root = rootOf(input.site);
  if (productOf(input.site) !== input.product || new URL(input.origin).host !== hostOf(root)) throw new RefusalError('badInput', 'site');
  await keep(`base:${input.site}`, input.origin + root.slice(hostOf(root).length));
  await keep(`intent:${input.origin}`, { ...input, at: new Date().toISOString() });
  await finishIntents(ws);
  return {};
}

/** Turns on what was asked for and is granted by now; called when a permission is added and when the background starts anew. */
export async function finishIntents(ws: Workspace): Promise<void> {
  for (const [key, intent] of await recallAll<`intent:${string}`>('intent:')) {
    if (!intentIsLive(intent)) await forget(key);
    else if (await browser.permissions.contains({ origins: [permissionPattern(intent.origin)] })) await turnOn(ws, intent, key);
  }
}

const turnOn = (ws: Workspace, intent: Intent, key: `intent:${string}`): Promise<void> =>
  inTurn('sites', async () => {
    if (!(await recall(key))) return; // finished by the other of two events
    const id = await siteIdOf(intent.site);
    const kept = await ws.read('site', id);
    const enabledAt = new Date().toISOString();
    if (kept?.hidden)
      await ws.write(
        crypto.randomUUID(),
        [
          { type: 'site', id, hide: false },
          { type: 'site', id, set: { enabledAt } },
        ],
        {},
      );
    else if (!kept) {
      const set = { product: intent.product, host: rootOf(intent.site), kind: intent.kind, enabledAt };
      await ws.write(crypto.randomUUID(), [{ type: 'site', id, set }], {});
    }
    await forget(`paused:${intent.site}`);
    await reconcileScripts(await sitesGranted(ws));
    await forget(key);
    await wake(intent.product, rootOf(intent.site), intent.tabId);
    changed();
  });

/** Sites that are turned on and that the browser grants. */
export async function sitesGranted(ws: Workspace): Promise<Site[]> {
  const sites = await sitesOn(ws);
  const may = await Promise.all(sites.map((site) => granted(keyOf(site))));
  return sites.filter((_, i) => may[i]);
}

/** Registers what should be registered and nothing else: after an update, a start of the browser, a change of permissions. */
export const putScriptsRight = (ws: Workspace): Promise<void> => inTurn('sites', async () => reconcileScripts(await sitesGranted(ws)));

const pagesOf = async (site: string): Promise<number[]> =>
  (await allVisits()).flatMap(({ facts, tabId }) => (facts.site === site ? [tabId] : []));

/** A permission was withdrawn, here or in the browser's own settings: no script, and no panel in open pages. */
export async function permissionsWithdrawn(ws: Workspace): Promise<void> {
  await putScriptsRight(ws);
  for (const site of await sitesNow(ws))
    if (!site.granted) for (const tabId of await pagesOf(keyOf(site))) await order(tabId, { order: 'background/leave' });
  changed();
}

/** Turns a site off and gives its permission back, unless another site on that host needs it. */
export async function disable(ws: Workspace, { site }: In<'own/disable'>): Promise<Record<string, never>> {
  const id = await siteIdOf(site);
  if (!(await ws.read('site', id))) throw new RefusalError('notFound');
  const pattern = permissionPattern(await baseUrlOf(site));
  await inTurn('sites', async () => {
    await ws.write(crypto.randomUUID(), [{ type: 'site', id, hide: true }], {});
    await reconcileScripts(await sitesGranted(ws));
  });
  for (const tabId of await pagesOf(site)) await order(tabId, { order: 'background/leave' });
  const rest = await Promise.all((await sitesOn(ws)).map(async (other) => permissionPattern(await baseUrlOf(keyOf(other)))));
  // A permission of the manifest itself (test builds) cannot be given back: the site is off all the same.
  if (!rest.includes(pattern)) await browser.permissions.remove({ origins: [pattern] }).catch(() => false);
  changed();
  return {};
}

export async function pause(ws: Workspace, { site, paused }: In<'own/pause'>): Promise<Record<string, never>> {
  if (!(await sitesOn(ws)).some((on) => keyOf(on) === site)) throw new RefusalError('notFound');
  await (paused ? keep(`paused:${site}`, true) : forget(`paused:${site}`));
  for (const tabId of await pagesOf(site)) {
    if (paused) await order(tabId, { order: 'background/leave' });
    else await wake(productOf(site), rootOf(site), tabId);
  }
  changed();
  return {};
}
