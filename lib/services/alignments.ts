import type { In, Out } from '@/lib/messaging/names';
import { RefusalError } from '@/lib/messaging/refused';
import { finishedFrom, type PackedPoints } from '@/lib/messaging/points';
import type { StatusView } from '@/lib/messaging/views';
import { covers, material } from '@/lib/model/rules/material';
import { shownOf } from '@/lib/model/rules/duplicates';
import { byFirst, type Kept } from '@/lib/model/rules/fields';
import { next, startOf } from '@/lib/model/rules/periods';
import { statusOf } from '@/lib/model/rules/status';
import { template } from '@/lib/model/rules/templates';
import type { Alignment } from '@/lib/model/schema/alignment';
import type { Launch } from '@/lib/model/schema/course';
import type { Review, SignOff } from '@/lib/model/schema/decisions';
import type { Metric } from '@/lib/model/schema/metric';
import type { Outcome } from '@/lib/model/schema/outcome';
import { ix } from '@/lib/store/index-strings';
import type { Change, Look, Workspace } from '@/lib/store/workspace';
import { courseForWrite } from './courses-kept';
import { instant } from './outside';
import { rememberRecent } from './recent';
import { draftFromTemplate, templateBehaviours } from './templates';

/** Launches that count for an alignment, ascending. */
export const launchesOf = (alignment: Alignment, launches: readonly Launch[]): Launch[] =>
  launches
    .filter(({ key }) => alignment.launches?.includes(key) ?? true)
    .toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));

/** What was decided about an alignment. */
export type Decisions = { signOffs: SignOff[]; reviews: Review[] };

export async function decisionsOn(at: Pick<Look, 'find'>, alignmentId: string): Promise<Decisions> {
  const [signOffs, reviews] = await Promise.all([
    at.find('signOff', ix.signOffsOfAlignment(alignmentId)),
    at.find('review', ix.reviewsOfAlignment(alignmentId)),
  ]);
  return { signOffs: signOffs.map((s) => s.plain), reviews: reviews.map((r) => r.plain) };
}

/** Who is named by decisions, for a view that shows names. */
export const decidersIn = ({ signOffs, reviews }: Decisions, { asked }: Alignment): string[] =>
  [...signOffs, ...reviews, ...(asked ? [asked] : [])].map((d) => d.by);

/**
 * Where an alignment stands, computed from its decisions and from the periods that have a final value after launch and lag; nothing of
 * it is stored. `by` is an actor's id.
 */
export async function statusBy(
  decided: Decisions,
  alignment: Alignment,
  outcome: Outcome,
  metric: Metric,
  launches: readonly Launch[],
  points?: PackedPoints,
): Promise<StatusView> {
  const { signOffs, reviews } = decided;
  const firstLaunch = launchesOf(alignment, launches)[0]?.date;
  // Nothing was decided: what a decision would cover need not be known.
  const hash = signOffs.length + reviews.length > 0 ? await covers(material(alignment, outcome, metric)) : '';
  const from = firstLaunch && next(startOf(firstLaunch, metric), metric.cadence, alignment.lagPeriods);
  const measured = points && from !== undefined ? finishedFrom(points, from) : 0;
  return statusOf(alignment, signOffs, reviews, hash, outcome, firstLaunch, measured);
}

export const statusFor = async (
  ws: Workspace,
  alignment: Alignment,
  outcome: Outcome,
  metric: Metric,
  launches: readonly Launch[],
): Promise<StatusView> => statusBy(await decisionsOn(ws, alignment.id), alignment, outcome, metric, launches);

/** Alignments that a view shows: not hidden, not retired; of several on one course and outcome the earliest made. */
export const shownAlignments = (kept: Kept<'alignment'>[]): Kept<'alignment'>[] =>
  shownOf(
    kept.filter((k) => !k.plain.retired),
    ({ plain }) => `${plain.courseId} ${plain.outcomeId}`,
  );

/**
 * Tags a course with an outcome, or with a template that becomes a draft outcome with a metric whose values are typed in. The course
 * is kept from then on. A course that has the tag already answers with it; one whose tag was removed gets it back.
 */
export async function tag(ws: Workspace, { write, course, choice }: In<'panel/tag'>): Promise<Out<'panel/tag'>> {
  const changes: Change[] = await courseForWrite(ws, course);
  const drafted = choice.kind === 'template' ? await draftFromTemplate(ws, choice.id, changes) : undefined;
  const outcomeId = drafted ?? choice.id;
  const kept = drafted ? undefined : await ws.read('outcome', outcomeId);
  if (!drafted && (!kept || kept.hidden)) throw new RefusalError('notFound', 'outcome');
  const alignmentId = await addTag(ws, course, outcomeId, choice.kind === 'template' ? choice.id : kept?.plain.templateId, changes);
  const done = await ws.write(write, changes, { alignmentId });
  await rememberRecent(outcomeId);
  return done;
}

/** Adds the alignment of a course and an outcome to a write; gives its id. */
export async function addTag(
  ws: Workspace,
  course: string,
  outcomeId: string,
  templateId: string | undefined,
  changes: Change[],
): Promise<string> {
  const there = (await ws.find('alignment', ix.alignmentsOfCourse(course))).filter(
    (k) => k.plain.outcomeId === outcomeId && !k.plain.retired,
  );
  const [shown] = shownAlignments(there);
  if (shown) return shown.plain.id;
  const [hidden] = there.sort(byFirst);
  if (hidden) {
    changes.push({ type: 'alignment', id: hidden.plain.id, hide: false });
    return hidden.plain.id;
  }
  const id = crypto.randomUUID();
  const from = templateId === undefined ? undefined : template(templateId);
  changes.push({
    type: 'alignment',
    id,
    set: {
      courseId: course,
      outcomeId,
      rationale: from ? templateBehaviours(from.id) : '',
      influences: [],
      shape: 'levelAndSlope',
      lagPeriods: from?.lagPeriods ?? 4,
      contribution: 'medium',
      proposedBy: ws.me,
      proposedAt: instant(),
    },
  });
  return id;
}

async function existing(ws: Workspace, id: string): Promise<Alignment> {
  const kept = await ws.read('alignment', id);
  if (!kept) throw new RefusalError('notFound', 'alignment');
  return kept.plain;
}

export async function alignmentChange(ws: Workspace, { write, id, set }: In<'panel/alignmentChange'>): Promise<Record<string, never>> {
  await existing(ws, id);
  return ws.write(write, [{ type: 'alignment', id, set }], {});
}

/** Asks the outcome's owner to agree. Without an owner there is nobody to ask. */
export async function alignmentAsk(ws: Workspace, { write, id }: In<'panel/alignmentAsk'>): Promise<Record<string, never>> {
  const alignment = await existing(ws, id);
  const outcome = await ws.read('outcome', alignment.outcomeId);
  if (!outcome?.plain.owner) throw new RefusalError('conflict', 'noOwner');
  return ws.write(write, [{ type: 'alignment', id, set: { asked: { by: ws.me, at: instant() } } }], {});
}
