import * as z from 'zod/mini';
import { EngineFailure } from './contract';
import { isPerson, membersOf } from './arrange-look';
import type { KintoAdmin } from './kinto-admin';
import { adminsGroup, groupMay, named, unitOfGroup, type Named } from './layout-plan';
import { fromWire } from './wire-ids';

/* Who is in which group of a storage, and what a person keeps who leaves one. */

export type Role = {
  /** `admins`, `owners-field` */
  group: string;
  /** Id of the business unit whose owners these are. */
  unit?: string;
  /** As the storage names people, `account:alice`. */
  members: string[];
};

/** All groups of the bucket with their members, in the order of their names. Throws EngineFailure('forbidden') for whoever may not see them. */
export async function rolesOf(admin: KintoAdmin, bucket: string): Promise<Role[]> {
  const ids = await admin.ids(`/buckets/${bucket}/groups`);
  if (ids === null) throw new EngineFailure('forbidden');
  const groups = await admin.read(ids.map((id) => `/buckets/${bucket}/groups/${id}`));
  return groups
    .filter((group) => group !== null)
    .map((group) => {
      const unit = unitOfGroup(group.id);
      return { group: group.id, ...(unit !== null && { unit: fromWire(unit) }), members: membersOf(group).sort() };
    })
    .sort((a, b) => (a.group < b.group ? -1 : 1));
}

/** Who may write every record of a collection, by their groups: for readers of the history (vouch.ts). */
export const mayWriteBy =
  (roles: readonly Role[]) =>
  (user: string, name: string): boolean => {
    const collection = named(name);
    return collection !== null && roles.some(({ group, members }) => members.includes(user) && groupMay('write', group, collection));
  };

/**
 * `notAPerson`: no name of somebody who can sign in. `noGroup`: the storage has none such. `lastAdmin`: nobody could undo it. `yourself`:
 * Kinto lets whoever changes an object write it from then on, so that another administrator has to do it.
 */
export type Membership = 'done' | 'notAPerson' | 'noGroup' | 'lastAdmin' | 'yourself' | 'refused' | 'busy';

const tries = 5;

async function setMember(admin: KintoAdmin, path: string, user: string, member: boolean): Promise<Membership> {
  for (let turn = 0; turn < tries; turn++) {
    const [group] = await admin.read([path]);
    if (!group) return 'noGroup';
    const members = membersOf(group);
    if (members.includes(user) === member) return 'done';
    const after = member ? [...members, user] : members.filter((m) => m !== user);
    if (group.id === adminsGroup && !after.some(isPerson)) return 'lastAdmin';
    const written = await admin.put(path, { data: { ...group.data, members: after } }, group.at);
    if (written.outcome === 'done') return 'done';
    if (written.outcome === 'refused') return 'refused';
  }
  return 'busy';
}

/** Puts a person into a group. It counts from their next request on. */
export async function join(admin: KintoAdmin, bucket: string, group: string, user: string): Promise<Membership> {
  if (!isPerson(user)) return 'notAPerson';
  return setMember(admin, `/buckets/${bucket}/groups/${group}`, user, true);
}

const touched = z.looseObject({ last_modified: z.int(), resource_name: z.string(), action: z.string(), record_id: z.optional(z.string()) });
const pageLength = 1000;

/** Records that a person has written in a collection, by the history; `made`: those they made. */
async function writtenBy(admin: KintoAdmin, bucket: string, collection: string, user: string): Promise<{ all: string[]; made: string[] }> {
  const all = new Set<string>();
  const made = new Set<string>();
  for (let since = 0, more = true; more;) {
    const page = await admin.history(bucket, { collection, user, since, limit: pageLength });
    for (const raw of page) {
      const entry = touched.parse(raw);
      since = Math.max(since, entry.last_modified);
      if (entry.resource_name !== 'record' || entry.record_id === undefined) continue;
      all.add(entry.record_id);
      if (entry.action === 'create') made.add(entry.record_id);
    }
    more = page.length === pageLength;
  }
  return { all: [...all], made: [...made] };
}

const groupsMay = (what: 'create' | 'write', groups: readonly string[], collection: Named): boolean =>
  groups.some((group) => groupMay(what, group, collection));

/** Of what a person may write for having written it before, what they may not by their groups any more. */
async function leftOver(
  admin: KintoAdmin,
  bucket: string,
  user: string,
  collection: Named & { name: string },
  before: readonly string[],
  after: readonly string[],
): Promise<string[]> {
  const had = groupsMay('create', before, collection);
  if (!had || groupsMay('write', after, collection)) return [];
  const records = `/buckets/${bucket}/collections/${collection.name}/records`;
  if (!collection.audited) return (await admin.ids(records)) ?? [];
  const { all, made } = await writtenBy(admin, bucket, collection.name, user);
  return groupsMay('create', after, collection) ? all.filter((id) => !made.includes(id)) : all;
}

/**
 * Takes a person out of a group, then what is left over: Kinto names everybody who ever wrote an object as one who may write it, in a
 * group or not. Cut off in the middle it is called again with the same words. `tell` gets the number of objects dealt with so far.
 */
export async function leave(
  admin: KintoAdmin,
  bucket: string,
  group: string,
  user: string,
  tell: (count: number) => void = () => {},
): Promise<Membership> {
  const root = `/buckets/${bucket}`;
  if (group === adminsGroup && (await admin.server()).user === user) return 'yourself';
  const done = await setMember(admin, `${root}/groups/${group}`, user, false);
  if (done !== 'done') return done;
  const after = (await rolesOf(admin, bucket)).filter((role) => role.members.includes(user)).map((role) => role.group);
  let count = 0;
  const names = (await admin.ids(`${root}/collections`)) ?? [];
  if (group === adminsGroup) {
    const groups = (await admin.ids(`${root}/groups`)) ?? [];
    const paths = [root, ...groups.map((id) => `${root}/groups/${id}`), ...names.map((id) => `${root}/collections/${id}`)];
    const objects = await admin.read(paths);
    for (const [i, object] of objects.entries()) {
      const write = object?.grants?.write;
      if (!object || !write?.includes(user)) continue;
      const grants = { ...object.grants, write: write.filter((who) => who !== user) };
      const written = await admin.put(paths[i]!, { data: object.data, grants }, object.at);
      if (written.outcome === 'met') return 'busy';
      if (written.outcome === 'refused') return 'refused';
      tell(++count);
    }
  }
  for (const name of names) {
    const collection = named(name);
    if (collection === null) continue;
    const ids = await leftOver(admin, bucket, user, { ...collection, name }, [...after, group], after);
    for (let i = 0; i < ids.length; i += 25) {
      const paths = ids.slice(i, i + 25).map((id) => `${root}/collections/${name}/records/${id}`);
      await admin.setGrants(paths, { write: [] });
      tell((count += paths.length));
    }
  }
  return 'done';
}
