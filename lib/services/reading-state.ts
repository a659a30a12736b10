import browser from 'webextension-polyfill';
import type { SeriesView } from '@/lib/messaging/views';

/** How the newest attempt to read a metric went, and whether one is under way. */
export type ReadingState = { trouble?: SeriesView['trouble']; refreshing: boolean };

/** Newest attempt per metric that failed; gone with the browser's session, then the next view tries again. */
const keyOf = (metricId: string): string => `trouble:${metricId}`;

/** Metrics that are being read now. Memory only: a reading does not outlive the worker. */
export const underWay = new Map<string, Promise<void>>();

/** When each metric was last tried, ms: however an attempt ends, the next one without a person's request comes a minute later at the earliest. */
export const tried = new Map<string, number>();

export async function readingStates(metricIds: string[]): Promise<Map<string, ReadingState>> {
  const kept = metricIds.length
    ? ((await browser.storage.session.get(metricIds.map(keyOf))) as Record<string, ReadingState['trouble']>)
    : {};
  return new Map(metricIds.map((id) => [id, { ...(kept[keyOf(id)] ? { trouble: kept[keyOf(id)] } : {}), refreshing: underWay.has(id) }]));
}

export const keepTrouble = (metricId: string, trouble: NonNullable<ReadingState['trouble']>): Promise<void> =>
  browser.storage.session.set({ [keyOf(metricId)]: trouble });

export const forgetTrouble = (metricId: string): Promise<void> => browser.storage.session.remove(keyOf(metricId));
