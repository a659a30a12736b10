import { EngineFailure } from './contract';
import { lifePlace } from './kinto';
import type { KintoAdmin, KintoObject } from './kinto-admin';
import { layoutVersion, named } from './layout-plan';

/* What stands in a bucket, and whether it is ours. Reads only. */

export type Seen = {
  /** Null: not there, or not for this person. Without grants: this person does not administrate it. */
  bucket: KintoObject | null;
  groups: Map<string, KintoObject>;
  /** Those whose names are ours. */
  collections: Map<string, KintoObject>;
  /** Names of the other collections. */
  others: string[];
  /** Does it say which life of the storage this is? */
  life: boolean;
  user: string;
};

/** What the bucket itself says of whose it is. */
export const ownMark = { throughline: { layout: layoutVersion } } as const;

/** A person as a storage names one, `account:alice`: neither a group nor everybody. */
export const isPerson = (who: string): boolean => /^[^/:]+:.+$/.test(who);

export function membersOf(group: KintoObject | undefined): string[] {
  const members = group?.data.members;
  return Array.isArray(members) ? members.filter((m) => typeof m === 'string') : [];
}

/** Reads a bucket with its groups and collections. Throws EngineFailure. */
export async function look(admin: KintoAdmin, bucket: string): Promise<Seen> {
  const path = `/buckets/${bucket}`;
  const { user } = await admin.server();
  if (user === null) throw new EngineFailure('signedOut');
  const [own] = await admin.read([path]);
  const groups = own ? ((await admin.ids(`${path}/groups`)) ?? []) : [];
  const collections = own ? ((await admin.ids(`${path}/collections`)) ?? []) : [];
  const ours = collections.filter((id) => named(id) !== null);
  const all = async (kind: string, ids: string[]): Promise<Map<string, KintoObject>> => {
    const objects = await admin.read(ids.map((id) => `${path}/${kind}/${id}`));
    return new Map(objects.filter((o) => o !== null).map((o) => [o.id, o]));
  };
  const place = `${path}/collections/${lifePlace.collection}/records/${lifePlace.record}`;
  const [life] = ours.includes(lifePlace.collection) ? await admin.read([place]) : [null];
  return {
    bucket: own ?? null,
    groups: await all('groups', groups),
    collections: await all('collections', ours),
    others: collections.filter((id) => named(id) === null),
    life: Boolean(life),
    user,
  };
}

/** `nothing`: no bucket, an empty one, or none that this person may see. `newer`: a newer version of ours arranged it. `other`: somebody else's data. */
export type Arrangement = 'nothing' | 'ours' | 'newer' | 'other';

export function arrangementIn({ bucket, groups, collections, others }: Seen): Arrangement {
  if (bucket === null) return 'nothing';
  const mark = bucket.data.throughline;
  const layout = typeof mark === 'object' && mark !== null && 'layout' in mark ? mark.layout : undefined;
  if (typeof layout === 'number') return layout > layoutVersion ? 'newer' : 'ours';
  return groups.size + collections.size + others.length > 0 ? 'other' : 'nothing';
}

/** Whose a bucket is, for anybody who is signed in. Throws EngineFailure. */
export const arrangementOf = async (admin: KintoAdmin, bucket: string): Promise<Arrangement> => arrangementIn(await look(admin, bucket));
