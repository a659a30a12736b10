import type { In, Out } from '@/lib/messaging/names';
import { RefusalError } from '@/lib/messaging/refused';
import type { SeriesView } from '@/lib/messaging/views';
import { SourceFailure, type SourceTable } from '@/lib/metrics/contract';
import { startOf } from '@/lib/model/rules/periods';
import type { Metric, SourceRef } from '@/lib/model/schema/metric';
import { keepReadings, type NewPoint } from '@/lib/store/observations';
import type { Workspace } from '@/lib/store/workspace';
import { changed } from './changed';
import { baseUrlOf } from './kept';
import { instant, outside, sourceOf, today } from './outside';
import { forgetTrouble, keepTrouble, notePerson, personAt, readingStates, tried, underWay, type ReadingState } from './reading-state';
import { accountFor, isEarlier, keptSeries, seenAt, seriesView, typedAccount, unknownPerson, type KeptSeries } from './series';

const minute = 60_000;
type Remote = Exclude<SourceRef, { kind: 'typed' }>;

/** Reads of one chart that are under way, so that several metrics and panels share one request. */
const reads = new Map<string, Promise<SourceTable>>();

/** Reads a chart as it is now; keeps nothing. Throws SourceFailure, `noPermission` without a request. */
export async function readChart(at: { site: string; ref: string; scale?: number }): Promise<SourceTable> {
  const source = sourceOf(at.site);
  if (!source) throw new SourceFailure('notFound');
  if (!(await outside.mayRead(at.site))) throw new SourceFailure('noPermission');
  const key = JSON.stringify([at.site, at.ref, at.scale]);
  const running = reads.get(key);
  if (running) return running;
  const read = (async () =>
    source.table({
      baseUrl: await baseUrlOf(at.site),
      ref: at.ref,
      today: today(),
      scale: at.scale,
      signal: new AbortController().signal,
      fetch: outside.fetch,
    }))();
  reads.set(key, read);
  try {
    return await read;
  } finally {
    reads.delete(key);
  }
}

const shorter = ['day', 'week', 'month', 'quarter'];

/** The chart's values as readings of the metric: its column, its periods. Throws SourceFailure. */
export function pointsFor(metric: Metric, table: SourceTable, column: string): NewPoint[] {
  const points = table.series[column];
  if (!points) throw new SourceFailure('changedShape', { expected: column, found: table.valueColumns.join(', ').slice(0, 300) });
  if (table.cadence && shorter.indexOf(table.cadence) < shorter.indexOf(metric.cadence)) throw new SourceFailure('otherCadence');
  return points.map((point) => ({ ...point, period: startOf(point.period, metric) }));
}

async function read(ws: Workspace, metric: Metric, source: Remote): Promise<void> {
  try {
    const table = await readChart(source);
    const points = pointsFor(metric, table, source.column);
    const person = table.account === null ? unknownPerson : await personAt(source.site, table.account);
    await notePerson(source.site, person, metric.id);
    const account = accountFor(source, person);
    await keepReadings(ws, crypto.randomUUID(), metric.id, { reader: ws.me, account, via: source.kind, at: instant(), points });
    await forgetTrouble(metric.id);
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error;
    if (error.code !== 'noPermission') await keepTrouble(metric.id, { code: error.code, detail: error.detail, at: instant() }); // that one is looked up at each view
  }
}

/** Reads a metric now, once at a time; open views are told when it has ended. A metric whose values are typed in has nothing to read. */
export function refreshNow(ws: Workspace, metric: Metric): Promise<void> {
  const { source } = metric;
  const running = underWay.get(metric.id);
  if (running || source.kind === 'typed') return running ?? Promise.resolve();
  tried.set(metric.id, { at: outside.now(), site: source.site });
  const reading = read(ws, metric, source).finally(() => {
    underWay.delete(metric.id);
    changed();
  });
  underWay.set(metric.id, reading);
  return reading;
}

function begin(ws: Workspace, metric: Metric): void {
  refreshNow(ws, metric).catch((error: unknown) => console.warn('Throughline could not keep readings:', error));
}

/**
 * How long good values count as fresh: an hour for daily metrics, six for slower ones. After a failure a view may try again after a minute.
 * Whose they are is known by asking alone: the first view in a session of the browser reads, and so does the first after somebody else
 * signed in there, whatever the age of what is kept and however the last attempt went.
 */
function isDue({ metric, shown }: KeptSeries, me: string, state: ReadingState): boolean {
  const now = outside.now();
  const own = shown?.reader === me ? shown : undefined;
  const earlier = !!own && isEarlier(own.account, state.person);
  const failed = state.trouble && !earlier ? Date.parse(state.trouble.at) : -Infinity;
  if (now - Math.max(tried.get(metric.id)?.at ?? -Infinity, failed) < minute) return false;
  if (!own || earlier || state.person === undefined || state.trouble) return true;
  return now - Date.parse(seenAt(own)) >= (metric.cadence === 'day' ? 60 : 360) * minute;
}

/**
 * Views of several metrics, at once from what is kept. Those that are due are read afterwards, without being waited for, and only
 * because somebody looks at them.
 */
export async function seriesViews(ws: Workspace, kept: KeptSeries[]): Promise<SeriesView[]> {
  const states = await readingStates(kept.map((k) => k.metric));
  return Promise.all(
    kept.map(async (each) => {
      const view = await viewOf(each);
      const { site } = view.source;
      return view.trouble && site ? { ...view, source: { ...view.source, address: await baseUrlOf(site) } } : view;
    }),
  );

  async function viewOf(each: KeptSeries): Promise<SeriesView> {
    const { metric } = each;
    const state = states.get(metric.id) ?? { refreshing: false };
    if (metric.source.kind === 'typed') return seriesView(each, { refreshing: false });
    if (!(await outside.mayRead(metric.source.site)))
      return seriesView(each, { trouble: { code: 'noPermission', detail: {}, at: instant() }, refreshing: false });
    if (!state.refreshing && isDue(each, ws.me, state)) {
      begin(ws, metric);
      state.refreshing = true;
    }
    return seriesView(each, state);
  }
}

/** Begins to read a metric whose source was just chosen, if it may be read. */
export async function refreshSoon(ws: Workspace, metricId: string): Promise<void> {
  const metric = (await ws.read('metric', metricId))?.plain;
  if (metric && metric.source.kind !== 'typed' && (await outside.mayRead(metric.source.site))) begin(ws, metric);
}

export async function refresh(ws: Workspace, { metricId, force }: In<'panel/refresh'>): Promise<Out<'panel/refresh'>> {
  const metric = await ws.read('metric', metricId);
  if (!metric) throw new RefusalError('notFound', 'metric');
  if (force) await refreshSoon(ws, metricId);
  else await seriesViews(ws, [await ws.view((at) => keptSeries(at, metric.plain, ws.me))]);
  return {};
}

/** Keeps typed-in values as readings of the person who typed them; null takes a period's reading back. */
export async function valuesType(ws: Workspace, { write, metricId, values }: In<'panel/valuesType'>): Promise<Out<'panel/valuesType'>> {
  const kept = await ws.read('metric', metricId);
  if (!kept) throw new RefusalError('notFound', 'metric');
  const metric = kept.plain;
  if (metric.source.kind !== 'typed') throw new RefusalError('conflict', 'readFromSource');
  const points = values.map(({ period, v }) => ({ period: startOf(period, metric), v }));
  return { kept: await keepReadings(ws, write, metricId, { reader: ws.me, account: typedAccount, via: 'typed', at: instant(), points }) };
}
