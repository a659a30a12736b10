import type { In, Out } from '@/lib/messaging/names';
import { RefusalError } from '@/lib/messaging/refused';
import type { Change, Workspace } from '@/lib/store/workspace';
import { addTag } from './alignments';
import { courseForWrite } from './courses-kept';
import { placesOf } from './places';
import { rememberRecent } from './recent';

/** Out of draft an outcome has an owner and a business unit (facts: domain §2.1 `no-owner`). */
function checkOwned(outcome: { status?: string; owner?: string; businessUnit?: string }): void {
  if (outcome.status !== undefined && outcome.status !== 'draft' && (!outcome.owner || !outcome.businessUnit))
    throw new RefusalError('badInput', 'no-owner');
}

/** Adds an outcome, with a new metric or on one that exists, and tags the course with it when one is named. All in one write. */
export async function outcomeAdd(ws: Workspace, input: In<'panel/outcomeAdd'>): Promise<Out<'panel/outcomeAdd'>> {
  const changes: Change[] = input.course === undefined ? [] : await courseForWrite(ws, input.course);
  const outcomeId = crypto.randomUUID();
  let { metricId } = input.outcome;
  if (input.metric) {
    metricId = crypto.randomUUID();
    changes.push({ type: 'metric', id: metricId, set: { ...input.metric, definitionChanges: [], shared: false } });
  } else {
    const metric = await ws.read('metric', metricId);
    if (!metric || metric.hidden) throw new RefusalError('notFound', 'metric');
  }
  const outcome = { ...input.outcome, ...(await placesOf(ws, input, changes)), metricId, status: input.outcome.status ?? 'draft' };
  checkOwned(outcome);
  changes.push({ type: 'outcome', id: outcomeId, set: outcome });
  const alignmentId = input.course === undefined ? undefined : await addTag(ws, input.course, outcomeId, outcome.templateId, changes);
  const done = await ws.write(input.write, changes, { outcomeId, ...(alignmentId === undefined ? {} : { alignmentId }) });
  await rememberRecent(done.outcomeId);
  return done;
}

export async function outcomeChange(ws: Workspace, input: In<'panel/outcomeChange'>): Promise<Record<string, never>> {
  const kept = await ws.read('outcome', input.id);
  if (!kept) throw new RefusalError('notFound', 'outcome');
  const changes: Change[] = [];
  const set = { ...input.set, ...(await placesOf(ws, input, changes)) };
  checkOwned({ ...kept.plain, ...set });
  if (set.metricId !== undefined && !(await ws.read('metric', set.metricId))) throw new RefusalError('notFound', 'metric');
  changes.push({ type: 'outcome', id: input.id, set });
  return ws.write(input.write, changes, {});
}

/** Adds a metric that no outcome is about yet. */
export async function metricAdd(ws: Workspace, input: In<'own/metricAdd'>): Promise<Out<'own/metricAdd'>> {
  const changes: Change[] = [];
  const metricId = crypto.randomUUID();
  const set = { ...input.metric, ...(await placesOf(ws, input, changes)), definitionChanges: [], shared: input.shared };
  changes.push({ type: 'metric', id: metricId, set });
  return ws.write(input.write, changes, { metricId });
}

/** Changes a metric; who agreed to an outcome on it sees that the text changed. */
export async function metricChange(ws: Workspace, input: In<'panel/metricChange'>): Promise<Record<string, never>> {
  const kept = await ws.read('metric', input.id);
  if (!kept) throw new RefusalError('notFound', 'metric');
  const changes: Change[] = [];
  const set = { ...input.set, ...(await placesOf(ws, input, changes)) };
  changes.push({ type: 'metric', id: input.id, set });
  return ws.write(input.write, changes, {});
}
