import type { In, Out, TileFacts } from '@/lib/messaging/names';
import { RefusalError } from '@/lib/messaging/refused';
import type { ChartView } from '@/lib/messaging/views';
import { type FailureCode, SourceFailure } from '@/lib/metrics/contract';
import { shownOf } from '@/lib/model/rules/duplicates';
import { byFirst, type Kept } from '@/lib/model/rules/fields';
import type { Metric, SourceRef } from '@/lib/model/schema/metric';
import { ix } from '@/lib/store/index-strings';
import type { Change, Look, Workspace } from '@/lib/store/workspace';
import { decidersIn, decisionsOn, launchesOf, shownAlignments, statusBy } from './alignments';
import { baseUrlOf } from './kept';
import { likeness } from './likeness';
import { meOf, named, namesFor, placesOf } from './places';
import { readChart, refreshSoon, seriesViews } from './readings';
import { isSample } from './sample';
import { keptSeries } from './series';
import { tileOnScreen } from './visit-store';

type At = { site: string; dashboard: string; tile: string };

/** The link that is shown of each tile: not hidden, of several the one made first (DESIGN §12). */
export const shownLinks = (links: Kept<'chartLink'>[]): Kept<'chartLink'>[] =>
  shownOf(links, ({ plain }) => JSON.stringify([plain.site, plain.dashboard, plain.tile]));

/** A linked tile's metric with its outcomes, and the courses on them. */
async function gatherLinked(at: Look, link: Kept<'chartLink'>, me: string) {
  const metric = await at.read('metric', link.plain.metricId);
  if (!metric || metric.hidden) return undefined;
  const outcomes = (await at.find('outcome', ix.outcomesOfMetric(metric.plain.id)))
    .filter((o) => !o.hidden && o.plain.status !== 'retired')
    .map((o) => o.plain);
  const alignments = shownAlignments(
    (await Promise.all(outcomes.map((o) => at.find('alignment', ix.alignmentsOfOutcome(o.id))))).flat(),
  ).map((a) => a.plain);
  const [series, found, decided] = await Promise.all([
    keptSeries(at, metric.plain, me),
    at.readMany(
      'course',
      alignments.map((a) => a.courseId),
    ),
    Promise.all(alignments.map((a) => decisionsOn(at, a.id))),
  ]);
  const names = await namesFor(
    at,
    outcomes,
    alignments.flatMap((a, i) => decidersIn(decided[i]!, a)),
  );
  const courses = alignments.flatMap((alignment, i) => {
    const course = found[i];
    const outcome = outcomes.find((o) => o.id === alignment.outcomeId);
    return course && !course.hidden && outcome ? [{ alignment, course: course.plain, outcome, decided: decided[i]! }] : [];
  });
  return { metric: metric.plain, outcomes, series, names, courses };
}

/** All that the chart panel shows of a tile; reading its metric anew is begun where it is due, not waited for. */
export async function chartView(ws: Workspace, where: In<'panel/chartView'>): Promise<ChartView> {
  const { site, dashboard, tile: id } = where;
  const [seen, gathered] = await Promise.all([
    tileOnScreen(site, dashboard, id),
    ws.view(async (at) => {
      const [links, metrics, me] = await Promise.all([
        at.find('chartLink', ix.linksOfTile(site, dashboard, id)),
        at.all('metric'),
        meOf(ws.me, at),
      ]);
      const [link] = shownLinks(links);
      const names = await namesFor(
        at,
        metrics.map((m) => m.plain),
      );
      return {
        link,
        linked: link && (await gatherLinked(at, link, ws.me)),
        metrics: metrics.filter((m) => !m.hidden).map((m) => m.plain),
        names,
        me,
      };
    }),
  ]);
  const { link, linked, metrics, names, me } = gathered;
  const tile: TileFacts = seen ?? { id, title: link?.plain.title ?? '', kind: '' };
  return {
    tile: { site, dashboard, ...tile },
    ...(link && linked ? { linked: await linkedView(ws, link.plain.id, linked, seen) } : {}),
    candidates: likeness(tile.title, metrics)
      .slice(0, 8)
      .map(({ metric, same }) => ({
        id: metric.id,
        name: metric.name,
        unit: metric.unit,
        ownerName: names.owner(metric.owner),
        sameName: same,
      })),
    me,
    sample: !!linked && isSample('metric', linked.metric),
  };
}

async function linkedView(
  ws: Workspace,
  linkId: string,
  of: NonNullable<Awaited<ReturnType<typeof gatherLinked>>>,
  seen: TileFacts | undefined,
): Promise<ChartView['linked']> {
  const [series] = await seriesViews(ws, [of.series]);
  const { source } = of.metric;
  if (series?.trouble && source.kind !== 'typed')
    series.trouble = { ...series.trouble, code: codeHere(series.trouble.code, source.ref, seen) };
  return {
    linkId,
    series: series!,
    outcomes: of.outcomes
      .toSorted((a, b) => (a.priority ?? Infinity) - (b.priority ?? Infinity) || 0)
      .map((outcome) => ({ outcome, ownerName: of.names.owner(outcome.owner), unitName: of.names.unit(outcome.businessUnit) })),
    courses: await Promise.all(
      of.courses.map(async ({ alignment, course, outcome, decided }) => ({
        alignment,
        course,
        status: named(await statusBy(decided, alignment, outcome, of.metric, course.launches, series!.points), of.names),
        launches: launchesOf(alignment, course.launches),
        outcomeId: outcome.id,
      })),
    ),
  };
}

/** A chart that stands on this person's dashboard is there: Superset answers "not found" also where its data are closed to them. */
const codeHere = (code: FailureCode, ref: string, seen: TileFacts | undefined): FailureCode =>
  code === 'notFound' && seen?.ref === ref ? 'noRight' : code;

/** Factor of the chart that was read last for a dialog, so that linking fixes what the person saw; by site and chart. */
const scales = new Map<string, number>();
const scaleKey = (site: string, ref: string): string => JSON.stringify([site, ref]);

/** The chart behind a tile: as an open dashboard tells it, else of the metric that the tile is linked to. */
async function chartRefOf(ws: Workspace, { site, dashboard, tile }: At): Promise<string> {
  const seen = await tileOnScreen(site, dashboard, tile);
  if (seen?.ref) return seen.ref;
  const [link] = shownLinks(await ws.find('chartLink', ix.linksOfTile(site, dashboard, tile)));
  const metric = link && (await ws.read('metric', link.plain.metricId));
  if (metric?.plain.source.kind !== 'superset' || metric.plain.source.site !== site) throw new RefusalError('notFound', 'tile');
  return metric.plain.source.ref;
}

/** Reads a tile's chart for the link dialog; keeps nothing of it but the factor of its values. */
export async function chartRead(ws: Workspace, where: In<'panel/chartRead'>): Promise<Out<'panel/chartRead'>> {
  const ref = await chartRefOf(ws, where);
  try {
    const table = await readChart({ site: where.site, ref });
    scales.set(scaleKey(where.site, ref), table.scale);
    return { table };
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error;
    const seen = await tileOnScreen(where.site, where.dashboard, where.tile);
    return { trouble: { code: codeHere(error.code, ref, seen), detail: error.detail, address: await baseUrlOf(where.site) } };
  }
}

/** The source as it is kept: with the factor that the dialog showed. A worker that died in between reads it once more. */
async function withScale(source: SourceRef): Promise<SourceRef> {
  if (source.kind === 'typed' || source.scale !== undefined) return source;
  const known =
    scales.get(scaleKey(source.site, source.ref)) ??
    (await readChart(source).then(
      (table) => table.scale,
      () => undefined,
    ));
  return known === undefined ? source : { ...source, scale: known };
}

/**
 * Links a tile to a metric that exists, or to a new one that is read from this chart. Only `adoptSource` lets an existing metric be read
 * from the chart; else its values stay where they come from. Other links of the tile are hidden: the newest decision counts.
 */
export async function chartLink(ws: Workspace, input: In<'panel/chartLink'>): Promise<Out<'panel/chartLink'>> {
  const { write, site, dashboard, tile, title, newMetric } = input;
  if (input.source.kind !== 'typed' && input.source.site !== site) throw new RefusalError('badInput', 'source');
  const links = (await ws.find('chartLink', ix.linksOfTile(site, dashboard, tile))).sort(byFirst);
  const changes: Change[] = [];
  let metricId: string;
  if (input.metricId !== undefined) {
    metricId = input.metricId;
    const kept = await ws.read('metric', metricId);
    if (!kept || kept.hidden) throw new RefusalError('notFound', 'metric');
    if (input.adoptSource) changes.push({ type: 'metric', id: metricId, set: { source: await withScale(input.source) } });
  } else if (newMetric) {
    metricId = crypto.randomUUID();
    const set: Omit<Metric, 'id'> = {
      ...newMetric,
      ...(await placesOf(ws, input, changes)),
      source: await withScale(input.source),
      definitionChanges: [],
      shared: false,
    };
    changes.push({ type: 'metric', id: metricId, set });
  } else throw new RefusalError('badInput', 'metric');

  const again = links.find((l) => l.plain.metricId === metricId);
  const linkId = again?.plain.id ?? crypto.randomUUID();
  for (const link of links)
    if (!link.hidden && link.plain.id !== linkId) changes.push({ type: 'chartLink', id: link.plain.id, hide: true });
  if (again?.hidden) changes.push({ type: 'chartLink', id: linkId, hide: false });
  changes.push({ type: 'chartLink', id: linkId, set: { site, dashboard, tile, metricId, ...(title ? { title } : {}) } });
  const done = await ws.write(write, changes, { linkId, metricId });
  await refreshSoon(ws, done.metricId);
  return done;
}

export async function chartUnlink(ws: Workspace, { write, linkId }: In<'panel/chartUnlink'>): Promise<Record<string, never>> {
  if (!(await ws.read('chartLink', linkId))) throw new RefusalError('notFound', 'chartLink');
  return ws.write(write, [{ type: 'chartLink', id: linkId, hide: true }], {});
}
