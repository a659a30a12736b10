import type { Named } from '@/lib/messaging/names';
import type { StatusView } from '@/lib/messaging/views';
import { sha256Base32 } from '@/lib/model/rules/hash';
import type { Actor, Goal, Unit } from '@/lib/model/schema/places';
import type { Change, Look, Workspace } from '@/lib/store/workspace';

const same = (a: string, b: string): boolean => a.trim().localeCompare(b.trim(), undefined, { sensitivity: 'base' }) === 0;

/** An id that reads like the name, so that devices that type the same unit meet on one record. */
async function unitIdOf(name: string): Promise<string> {
  const slug = name
    .trim()
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return slug.length >= 2 ? slug.slice(0, 80) : `unit-${(await sha256Base32(name.trim().toLowerCase())).slice(0, 20)}`; // a name in another script
}

/** The position or person of that name, made when there is none yet. Empty name: undefined, to take the field away. */
async function ownerNamed(ws: Workspace, name: string, changes: Change[]): Promise<string | undefined> {
  if (!name.trim()) return undefined;
  const known = (await ws.all('actor')).find(
    (a) => !a.hidden && (same(a.plain.name, name) || a.plain.aliases.some((alias) => same(alias.text, name))),
  );
  if (known) return known.plain.id;
  const id = crypto.randomUUID();
  changes.push({ type: 'actor', id, set: { name: name.trim(), kind: 'position', roles: ['owner'] } });
  return id;
}

/** The unit of that name, made when there is none yet. Empty name: undefined, to take the field away. */
async function unitNamed(ws: Workspace, name: string, changes: Change[]): Promise<string | undefined> {
  if (!name.trim()) return undefined;
  const known = (await ws.all('unit')).find((u) => !u.hidden && same(u.plain.name, name));
  if (known) return known.plain.id;
  const id = await unitIdOf(name);
  const taken = await ws.read('unit', id);
  changes.push(taken ? { type: 'unit', id, hide: false } : { type: 'unit', id, set: { name: name.trim(), calendar: 'iso' } });
  return id;
}

/** What the names of a call stand for, as fields of a record; makes what is new in the same write. An empty name takes its field away. */
export async function placesOf(
  ws: Workspace,
  { ownerName, unitName }: Named,
  changes: Change[],
): Promise<{ owner?: string; businessUnit?: string }> {
  return {
    ...(ownerName === undefined ? {} : { owner: await ownerNamed(ws, ownerName, changes) }),
    ...(unitName === undefined ? {} : { businessUnit: await unitNamed(ws, unitName, changes) }),
  };
}

/** Names of owners, units and goals that views show, read once for a view. */
export type Names = {
  owner(id: string | undefined): string | undefined;
  unit(id: string | undefined): string | undefined;
  goal(id: string | undefined): string | undefined;
};

const defined = (ids: (string | undefined)[]): string[] => [...new Set(ids)].filter((id) => id !== undefined);

export async function namesFor(
  at: Pick<Look, 'readMany'>,
  of: { owner?: string; businessUnit?: string; goalId?: string }[],
  actorIds: string[] = [],
): Promise<Names> {
  const [owners, units, goals] = [
    defined([...of.map((o) => o.owner), ...actorIds]),
    defined(of.map((o) => o.businessUnit)),
    defined(of.map((o) => o.goalId)),
  ];
  const [actors, unitsKept, goalsKept] = await Promise.all([
    at.readMany('actor', owners),
    at.readMany('unit', units),
    at.readMany('goal', goals),
  ]);
  const table = <T extends Actor | Unit | Goal>(kept: ({ plain: T } | undefined)[], name: (plain: T) => string) =>
    new Map(kept.flatMap((k) => (k ? [[k.plain.id, name(k.plain)] as const] : [])));
  const [ownerNames, unitNames, goalTexts] = [
    table(actors, (a) => a.name),
    table(unitsKept, (u) => u.name),
    table(goalsKept, (g) => g.text),
  ];
  const look = (names: Map<string, string>) => (id: string | undefined) => (id === undefined ? undefined : names.get(id));
  return { owner: look(ownerNames), unit: look(unitNames), goal: look(goalTexts) };
}

/** A status with the name of who decided instead of the id. */
export const named = (status: StatusView, names: Names): StatusView =>
  status.by === undefined ? status : { ...status, by: names.owner(status.by) ?? status.by };

/** Who uses this device. */
export async function meOf(me: string, at: Pick<Look, 'read'>): Promise<{ id: string; name: string }> {
  return { id: me, name: (await at.read('actor', me))?.plain.name ?? '' };
}
