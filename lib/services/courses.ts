import type { In } from '@/lib/messaging/names';
import { RefusalError } from '@/lib/messaging/refused';
import type { CourseView, TagView } from '@/lib/messaging/views';
import { byFirst } from '@/lib/model/rules/fields';
import { ix } from '@/lib/store/index-strings';
import type { Workspace } from '@/lib/store/workspace';
import { decidersIn, decisionsOn, launchesOf, shownAlignments, statusBy } from './alignments';
import { courseNow } from './courses-kept';
import { viewStateOf } from './kept';
import { meOf, named, namesFor } from './places';
import { isSample } from './sample';
import { seriesViews } from './readings';
import { keptSeries } from './series';

const byId = <T extends { plain: { id: string } }>(kept: (T | undefined)[]): Map<string, T> =>
  new Map(kept.flatMap((k) => (k ? [[k.plain.id, k]] : [])));

/** Everything about a course's tags in one transaction. */
const gather = (ws: Workspace, courseId: string) =>
  ws.view(async (at) => {
    const [alignments, me] = await Promise.all([at.find('alignment', ix.alignmentsOfCourse(courseId)), meOf(ws.me, at)]);
    const outcomes = byId(await at.readMany('outcome', [...new Set(alignments.map((a) => a.plain.outcomeId))]));
    const metrics = byId(await at.readMany('metric', [...new Set([...outcomes.values()].map((o) => o.plain.metricId))]));
    const shown = shownAlignments(alignments).flatMap(({ plain: alignment }) => {
      const outcome = outcomes.get(alignment.outcomeId);
      const metric = outcome && metrics.get(outcome.plain.metricId);
      return outcome && metric && !outcome.hidden ? [{ alignment, outcome: outcome.plain, metric: metric.plain }] : [];
    });
    const [series, decided] = await Promise.all([
      Promise.all(shown.map((s) => keptSeries(at, s.metric, ws.me))),
      Promise.all(shown.map((s) => decisionsOn(at, s.alignment.id))),
    ]);
    const names = await namesFor(
      at,
      shown.map((s) => s.outcome),
      shown.flatMap((s, i) => decidersIn(decided[i]!, s.alignment)),
    );
    return { alignments, me, outcomes, metrics, names, shown: shown.map((s, i) => ({ ...s, series: series[i]!, decided: decided[i]! })) };
  });

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
