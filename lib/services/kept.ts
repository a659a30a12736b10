import browser from 'webextension-polyfill';

/** What this device remembers in storage.local beside the records; never synced. */
type KeptKeys = {
  /** Site key: the person paused the site. */
  [paused: `paused:${string}`]: true;
  /** Course record id: what is open in its panel. */
  [view: `view:${string}`]: { open: string[]; folded: boolean };
  /** Site, native id, width bucket: px the panel last used. */
  [height: `height:${string}`]: number;
  /** Keyed hash of site, course and viewer: was seen as staff. */
  [staff: `staff:${string}`]: true;
  [showHere: `showHere:${string}`]: true;
  /** Origin: what to do when its permission is granted. */
  [intent: `intent:${string}`]: Intent;
  /** Site key: address with scheme, without a trailing slash. */
  [base: `base:${string}`]: string;
  hashKey: string;
  /** Outcomes tagged last, newest first. */
  recentOutcomes: string[];
  welcomed: true;
};

export type Intent = { site: string; product: string; kind: 'lms' | 'bi'; origin: string; tabId?: number; at: string };

export async function recall<K extends keyof KeptKeys>(key: K): Promise<KeptKeys[K] | undefined> {
  return ((await browser.storage.local.get(key)) as Record<string, KeptKeys[K] | undefined>)[key];
}

export const keep = <K extends keyof KeptKeys>(key: K, value: KeptKeys[K]): Promise<void> => browser.storage.local.set({ [key]: value });

export const forget = (key: keyof KeptKeys): Promise<void> => browser.storage.local.remove(key);

/** All that is kept under a prefix, `intent:`. */
export async function recallAll<K extends keyof KeptKeys>(prefix: string): Promise<[K, KeptKeys[K]][]> {
  const all = await browser.storage.local.get(null);
  return Object.entries(all).filter(([key]) => key.startsWith(prefix)) as [K, KeptKeys[K]][];
}

/** The view state of a course's panel; a first view has nothing chosen. */
export const viewStateOf = async (course: string): Promise<{ open: string[]; folded: boolean }> =>
  (await recall(`view:${course}`)) ?? { open: [], folded: false };

/** Address with scheme at which a site was last seen here; a site that was never visited is taken to answer by https. */
export const baseUrlOf = async (site: string): Promise<string> =>
  (await recall(`base:${site}`)) ?? `https://${site.slice(site.indexOf(':') + 1)}`;
