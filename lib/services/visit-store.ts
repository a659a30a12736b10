import browser from 'webextension-polyfill';
import type { Purpose } from '@/lib/messaging/caller';
import type { PageAnswer, PageFacts, PageOrder, TileFacts } from '@/lib/messaging/names';
import type { MarkState } from '@/lib/messaging/views';
import { inTurn } from './in-turn';

/** The latest page of an enabled site in a tab, as its script told and we checked. In storage.session: it survives the worker, not the browser. */
export type Visit = {
  tabId: number;
  documentId?: string;
  /** Without the viewer: an id of a person at a host is never kept. */
  facts: Omit<PageFacts, 'viewer'>;
  /** Record id of the course; absent: a dashboard. */
  course?: string;
  shown: PageAnswer['show'];
  why?: Extract<PageAnswer, { show: 'nothing' }>['why'];
  tiles: TileFacts[];
  /** Marks as last sent to the page. */
  marks: MarkState[];
  /** The chart that was opened last. */
  chart?: { tile: string; theme: 'light' | 'dark' };
  /** The frame could not live in this page: the panel is shown beside it. */
  silent?: 'noHello' | 'hijacked' | 'fought';
};

const prefix = 'visit:';
const keyOf = (tabId: number): `visit:${number}` => `${prefix}${tabId}`;

export async function visitOf(tabId: number): Promise<Visit | undefined> {
  const key = keyOf(tabId);
  return ((await browser.storage.session.get(key)) as Record<string, Visit | undefined>)[key];
}

export async function allVisits(): Promise<Visit[]> {
  const all = (await browser.storage.session.get(null)) as Record<string, Visit>;
  return Object.keys(all).flatMap((key) => (key.startsWith(prefix) && all[key] ? [all[key]] : []));
}

const listeners = new Set<() => void>();

/** Calls back when a tab shows something else than before: popup and side panel follow their tab. */
export function onVisit(listener: () => void): void {
  listeners.add(listener);
}

const tellAll = (): void => {
  for (const listener of listeners) listener();
};

/** Changes a tab's visit in one turn; `next` gives undefined to leave it as it is. */
export function changeVisit(tabId: number, next: (now: Visit | undefined) => Visit | undefined): Promise<Visit | undefined> {
  const key = keyOf(tabId);
  return inTurn(key, async () => {
    const now = await visitOf(tabId);
    const changed = next(now);
    if (!changed || JSON.stringify(changed) === JSON.stringify(now)) return now;
    await browser.storage.session.set({ [key]: changed });
    tellAll();
    return changed;
  });
}

export async function forgetVisit(tabId: number): Promise<void> {
  await browser.storage.session.remove(keyOf(tabId));
  tellAll();
}

/** What is open of a course: title, address and launch hint of a course that is not kept yet. The newest told wins. */
export async function courseOnScreen(course: string): Promise<PageFacts | undefined> {
  return (await allVisits()).findLast((visit) => visit.course === course)?.facts;
}

/** A tile as some open dashboard shows it. */
export async function tileOnScreen(site: string, dashboard: string, tile: string): Promise<TileFacts | undefined> {
  for (const { facts, tiles } of await allVisits())
    if (facts.kind === 'dashboard' && facts.site === site && facts.nativeId === dashboard) {
      const found = tiles.find(({ id }) => id === tile);
      if (found) return found;
    }
  return undefined;
}

/** What the fallback surface of a tab, or the frame in it, stands for. */
export function purposeOf(visit: Visit): Purpose | undefined {
  const { facts, chart, course, shown } = visit;
  if (facts.kind === 'dashboard')
    return chart && { kind: 'chart', site: facts.site, dashboard: facts.nativeId, tile: chart.tile, theme: chart.theme };
  return shown === 'panel' && course ? { kind: 'course', course, theme: facts.theme } : undefined;
}

/** Sends an order to the script in a tab's top frame. False: no script of ours listens there. */
export async function order(tabId: number, what: PageOrder): Promise<boolean> {
  try {
    await browser.tabs.sendMessage(tabId, what, { frameId: 0 });
    return true;
  } catch {
    return false;
  }
}
