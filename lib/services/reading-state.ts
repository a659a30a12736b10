import browser from 'webextension-polyfill';
import type { SeriesView } from '@/lib/messaging/views';
import type { Metric } from '@/lib/model/schema/metric';
import { changed } from './changed';
import { keyedHash } from './keyed-hash';

/** How the newest attempt to read a metric went, and whether one is under way. */
export type ReadingState = {
  trouble?: SeriesView['trouble'];
  refreshing: boolean;
  /** Whom the metric's source takes this person for, as it is kept with readings; absent: not known in this session of the browser yet. */
  person?: string;
};

/** Newest attempt per metric that failed; gone with the browser's session, then the next view tries again. */
const keyOf = (metricId: string): string => `trouble:${metricId}`;

/** By site; gone with the browser's session, since sign-ins end or change with it. */
const personKey = (site: string): string => `account:${site}`;

/** Metrics that are being read now. Memory only: a reading does not outlive the worker. */
export const underWay = new Map<string, Promise<void>>();

/** When each metric was last tried, ms, and at which site: however an attempt ends, the next one without a person's request comes a minute later at the earliest. */
export const tried = new Map<string, { at: number; site: string }>();

const siteOf = ({ source }: Metric): string[] => (source.kind === 'typed' ? [] : [source.site]);

export async function readingStates(metrics: readonly Metric[]): Promise<Map<string, ReadingState>> {
  const keys = metrics.flatMap((metric) => [keyOf(metric.id), ...siteOf(metric).map(personKey)]);
  const kept = keys.length ? await browser.storage.session.get([...new Set(keys)]) : {};
  return new Map(
    metrics.map((metric) => {
      const trouble = kept[keyOf(metric.id)] as ReadingState['trouble'];
      const [person] = siteOf(metric).map((site) => kept[personKey(site)] as string | undefined);
      return [
        metric.id,
        { ...(trouble ? { trouble } : {}), ...(person === undefined ? {} : { person }), refreshing: underWay.has(metric.id) },
      ];
    }),
  );
}

/** How a person at a source is kept: never by their own id there. */
export const personAt = (site: string, id: string): Promise<string> => keyedHash('account', site, id);

/**
 * Notes whom a source takes this person for. Somebody else than before: what was tried until now says nothing any more, and open views
 * are told, so that they say it and read anew. `foundBy`: the metric whose reading found it out; that one was just tried.
 */
export async function notePerson(site: string, person: string, foundBy?: string): Promise<void> {
  const key = personKey(site);
  if ((await browser.storage.session.get(key))[key] === person) return;
  await browser.storage.session.set({ [key]: person });
  for (const [metricId, last] of tried) if (last.site === site && metricId !== foundBy) tried.delete(metricId);
  changed();
}

export const keepTrouble = (metricId: string, trouble: NonNullable<ReadingState['trouble']>): Promise<void> =>
  browser.storage.session.set({ [keyOf(metricId)]: trouble });

export const forgetTrouble = (metricId: string): Promise<void> => browser.storage.session.remove(keyOf(metricId));
