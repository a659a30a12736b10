import type { In } from '@/lib/messaging/names';
import { RefusalError } from '@/lib/messaging/refused';
import type { CourseView, TagView } from '@/lib/messaging/views';
import { byFirst } from '@/lib/model/rules/fields';
import { ix } from '@/lib/store/index-strings';
import type { Look, Workspace } from '@/lib/store/workspace';
import { decidersIn, decisionsOn, launchesOf, shownAlignments, statusBy } from './alignments';
import { courseNow } from './courses-kept';
import { viewStateOf } from './kept';
import { meOf, named, namesFor } from './places';
import { isSample } from './sample';
import { seriesViews } from './readings';
import { shownSeries } from './series';

const byId = <T extends { plain: { id: string } }>(kept: (T | undefined)[]): Map<string, T> =>
  new Map(kept.flatMap((k) => (k ? [[k.plain.id, k]] : [])));

const each = <T>(items: Iterable<T>): T[] => [...new Set(items)];

/** Everything about a course's tags in one transaction. What does not depend on each other is asked for together. */
const gather = (ws: Workspace, courseId: string) =>
  ws.view(async (at) => {
    const [me, tags] = await Promise.all([meOf(ws.me, at), gatherTags(at, courseId, ws.me)]);
    return { me, ...tags };
  });

async function gatherTags(at: Look, courseId: string, me: string) {
  const alignments = await at.find('alignment', ix.alignmentsOfCourse(courseId));
  const candidates = shownAlignments(alignments).map((a) => a.plain);
  const [{ outcomes, metrics, rows }, decisions] = await Promise.all([
    gatherMeasures(at, each(alignments.map((a) => a.plain.outcomeId)), new Set(candidates.map((a) => a.outcomeId))),
    Promise.all(candidates.map((a) => decisionsOn(at, a.id))),
  ]);
  const shown = candidates.flatMap((alignment, i) => {
    const outcome = outcomes.get(alignment.outcomeId);
    const metric = outcome && metrics.get(outcome.plain.metricId);
    return outcome && metric && !outcome.hidden
      ? [{ alignment, outcome: outcome.plain, metric: metric.plain, decided: decisions[i]! }]
      : [];
  });
  const [series, names] = await Promise.all([
    Promise.all(shown.map((s) => shownSeries(at, s.metric, rows.get(s.metric.id) ?? [], me))),
    namesFor(
      at,
      shown.map((s) => s.outcome),
      shown.flatMap((s) => decidersIn(s.decided, s.alignment)),
    ),
  ]);
  return { alignments, outcomes, metrics, names, shown: shown.map((s, i) => ({ ...s, series: series[i]! })) };
}

/** Outcomes with their metrics, and the kept series of those that are shown: of a metric once, however many outcomes are on it. */
async function gatherMeasures(at: Look, outcomeIds: string[], shownIds: Set<string>) {
  const outcomes = byId(await at.readMany('outcome', outcomeIds));
  const all = [...outcomes.values()];
  const drawn = each(all.filter((o) => !o.hidden && shownIds.has(o.plain.id)).map((o) => o.plain.metricId));
  const [metrics, rows] = await Promise.all([
    at.readMany('metric', each(all.map((o) => o.plain.metricId))),
    Promise.all(drawn.map(async (id) => [id, await at.series(id)] as const)),
  ]);
  return { outcomes, metrics: byId(metrics), rows: new Map(rows) };
}

/** Order of outcomes: the owner's priority first, then the time of tagging; never by result. */
const byPriority = (a: TagView, b: TagView): number => (a.outcome.priority ?? Infinity) - (b.outcome.priority ?? Infinity) || 0;

/**
 * All that the course panel shows, from index reads alone; refreshing its metrics is begun, not waited for.
 * Throws RefusalError('notFound') for a course that is neither kept nor on screen.
 */
export async function courseView(ws: Workspace, { course: id }: In<'panel/courseView'>): Promise<CourseView> {
  const [now, gathered, view, waiting] = await Promise.all([courseNow(ws, id), gather(ws, id), viewStateOf(id), ws.waiting()]);
  if (!now) throw new RefusalError('notFound', 'course');
  const { course } = now;
  const { alignments, me, outcomes, metrics, names, shown } = gathered;
  const series = await seriesViews(
    ws,
    shown.map((s) => s.series),
  );
  const tags = await Promise.all(
    shown.map(async ({ alignment, outcome, metric, decided }, i): Promise<TagView> => ({
      alignment,
      outcome,
      ownerName: names.owner(outcome.owner),
      unitName: names.unit(outcome.businessUnit),
      goalText: names.goal(outcome.goalId),
      status: named(await statusBy(decided, alignment, outcome, metric, course.launches, series[i]!.points), names),
      series: series[i]!,
      launches: launchesOf(alignment, course.launches),
    })),
  );

  return {
    course: { ...course, launches: course.launches.toSorted((a, b) => (a.date < b.date ? -1 : 1)) },
    known: !!now.kept && !now.kept.hidden,
    launchHint: now.launchHint,
    tags: tags.sort(byPriority),
    me,
    store: { waiting, shared: false },
    ...view,
    hidden: alignments
      .filter((a) => a.hidden && !a.plain.retired)
      .sort(byFirst)
      .flatMap(({ plain }) => {
        const outcome = outcomes.get(plain.outcomeId);
        const metric = outcome && metrics.get(outcome.plain.metricId);
        return outcome && metric ? [{ alignmentId: plain.id, statementOf: outcome.plain, metricName: metric.plain.name }] : [];
      }),
    sample: isSample('course', course) || tags.some((t) => isSample('outcome', t.outcome)),
  };
}
