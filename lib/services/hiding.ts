import type { HideableType, In, Out } from '@/lib/messaging/names';
import { RefusalError } from '@/lib/messaging/refused';
import type { RecordType } from '@/lib/model/schema/records';
import { ix } from '@/lib/store/index-strings';
import type { Kept, Look, Workspace } from '@/lib/store/workspace';

/** Deleting hides; bringing back has no time limit. Erasing for good names first what depends on the record, and takes it along. */
export const hide = (ws: Workspace, { write, type, id }: In<'panel/hide'>): Promise<Record<string, never>> =>
  setHidden(ws, write, type, id, true);
export const restore = (ws: Workspace, { write, type, id }: In<'panel/restore'>): Promise<Record<string, never>> =>
  setHidden(ws, write, type, id, false);

async function setHidden(ws: Workspace, write: string, type: HideableType, id: string, hidden: boolean): Promise<Record<string, never>> {
  if (!(await ws.read(type, id))) throw new RefusalError('notFound', type);
  return ws.write(write, [{ type, id, hide: hidden }], {});
}

type Found = { type: RecordType; id: string };
const found = <T extends RecordType>(type: T, kept: Kept<T>[]): Found[] => kept.map(({ plain }) => ({ type, id: plain.id }));

/** Records that make no sense without this one. */
const direct: { [T in RecordType]?: (at: Look, id: string) => Promise<Found[]> } = {
  metric: async (at, id) => [
    ...found('outcome', await at.find('outcome', ix.outcomesOfMetric(id))),
    ...found('chartLink', await at.find('chartLink', ix.linksOfMetric(id))),
    ...found('chunk', await at.find('chunk', ix.chunksOfMetric(id))),
  ],
  outcome: async (at, id) => [
    ...found('alignment', await at.find('alignment', ix.alignmentsOfOutcome(id))),
    ...found('valueCase', await at.find('valueCase', ix.valueCasesOfOutcome(id))),
  ],
  course: async (at, id) => found('alignment', await at.find('alignment', ix.alignmentsOfCourse(id))),
  alignment: async (at, id) => [
    ...found('signOff', await at.find('signOff', ix.signOffsOfAlignment(id))),
    ...found('review', await at.find('review', ix.reviewsOfAlignment(id))),
  ],
};

/** The record and all that depends on it, hidden ones too, in one consistent view. */
export const withDependents = (ws: Workspace, start: Found[]): Promise<Found[]> =>
  ws.view(async (at) => {
    const all = new Map<string, Found>();
    let now = start;
    while (now.length > 0) {
      const fresh = now.filter(({ type, id }) => !all.has(`${type}/${id}`));
      for (const each of fresh) all.set(`${each.type}/${each.id}`, each);
      now = (await Promise.all(fresh.map(({ type, id }) => direct[type]?.(at, id) ?? Promise.resolve([])))).flat();
    }
    return [...all.values()];
  });

/** What each dependent record is called in a list: texts of people, or what the record refers to. */
async function nameOf(at: Look, { type, id }: Found): Promise<string> {
  switch (type) {
    case 'outcome': {
      const outcome = (await at.read('outcome', id))?.plain;
      return (outcome && (await at.read('metric', outcome.metricId))?.plain.name) ?? '';
    }
    case 'alignment': {
      const alignment = (await at.read('alignment', id))?.plain;
      return (alignment && (await at.read('course', alignment.courseId))?.plain.title) ?? '';
    }
    case 'chartLink': {
      const link = (await at.read('chartLink', id))?.plain;
      return link?.title ?? link?.tile ?? '';
    }
    case 'chunk':
      return (await at.read('chunk', id))?.plain.month ?? '';
    case 'signOff':
      return (await at.read('signOff', id))?.plain.at.slice(0, 10) ?? '';
    case 'review':
      return (await at.read('review', id))?.plain.at.slice(0, 10) ?? '';
    default:
      return '';
  }
}

export async function dependents(ws: Workspace, { type, id }: In<'own/dependents'>): Promise<Out<'own/dependents'>> {
  const all = (await withDependents(ws, [{ type, id }])).slice(1);
  return ws.view((at) => Promise.all(all.map(async (each) => ({ ...each, name: await nameOf(at, each) }))));
}

export async function erase(ws: Workspace, { write, type, id }: In<'own/erase'>): Promise<Out<'own/erase'>> {
  return { erased: await ws.erase(write, await withDependents(ws, [{ type, id }])) };
}
