import * as z from 'zod/mini';
import { lifePlace } from './kinto';
import type { KintoAdmin } from './kinto-admin';
import { named } from './layout-plan';

/* Which life of a storage this is: a new one after a backup was restored; and up to when it has forgotten what was erased. */

const known = z.looseObject({ generation: z.string(), purgedBefore: z.optional(z.number()) });

async function change(
  admin: KintoAdmin,
  bucket: string,
  become: (now: { generation?: string; purgedBefore?: number }) => { generation: string; purgedBefore?: number },
): Promise<'done' | 'refused' | 'busy'> {
  const path = `/buckets/${bucket}/collections/${lifePlace.collection}/records/${lifePlace.record}`;
  for (let turn = 0; turn < 5; turn++) {
    const [there] = await admin.read([path]);
    const now = known.safeParse(there?.data);
    const written = await admin.put(path, { data: become(now.success ? now.data : {}) }, there?.at ?? null);
    if (written.outcome === 'done') return 'done';
    if (written.outcome === 'refused') return 'refused';
  }
  return 'busy';
}

/** Says that the storage is not what it was (a backup was restored): every device brings what it has and the backup had not. */
export const newLife = (admin: KintoAdmin, bucket: string, id: string = crypto.randomUUID()): Promise<'done' | 'refused' | 'busy'> =>
  change(admin, bucket, (now) => ({ ...(now.purgedBefore !== undefined && { purgedBefore: now.purgedBefore }), generation: id }));

/** Says that what was erased before this time (ms, the storage's clock) may be forgotten. Never goes back. */
export const setPurged = (admin: KintoAdmin, bucket: string, before: number): Promise<'done' | 'refused' | 'busy'> =>
  change(admin, bucket, (now) => ({
    generation: now.generation ?? crypto.randomUUID(),
    purgedBefore: Math.max(before, now.purgedBefore ?? 0),
  }));

/**
 * What `setPurged` must be told before `kinto purge-deleted record KEEP` runs, which leaves the KEEP newest of each collection (≤ 1,000):
 * one more than the time of the newest that goes; null: nothing would go.
 */
export async function purgeHorizon(admin: KintoAdmin, bucket: string, keep: number): Promise<number | null> {
  let horizon: number | null = null;
  for (const name of (await admin.ids(`/buckets/${bucket}/collections`)) ?? []) {
    if (named(name) === null) continue;
    const records = `/buckets/${bucket}/collections/${name}/records`;
    const kept = keep > 0 ? await admin.newest(records, keep, { erased: true }) : [];
    if (kept.length < keep) continue;
    const oldest = kept.at(-1)?.at;
    const [gone] = await admin.newest(records, 1, { erased: true, ...(oldest !== undefined && { before: oldest }) });
    if (gone) horizon = Math.max(horizon ?? 0, gone.at + 1);
  }
  return horizon;
}
