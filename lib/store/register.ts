import { deleteDB } from 'idb';
import browser from 'webextension-polyfill';
import * as z from 'zod/mini';
import { openDatabase } from './database';
import { StoreFailure, storeFailure } from './failure';

/*
 * Which databases this browser profile has, kept in storage.local. Their names are random: connecting a storage relabels a database and
 * copies nothing (DESIGN §12). Each has a device of its own, so that no two of them give one stamp.
 */

/** Whose workspace a database is: a storage, a bucket there, and the storage's name of the person. Compared letter by letter. */
const placeShape = z.object({ address: z.string(), bucket: z.string(), user: z.string() });
export type Place = z.infer<typeof placeShape>;

/** `place`: null where it belongs to no storage. */
export type Registered = { name: string; device: string; place: Place | null };

const device = z.string().check(z.regex(/^[0-9a-f]{8}$/));
const shape = z.object({
  workspace: z.nullish(z.string()),
  device: z.nullish(device),
  workspaces: z.nullish(z.array(z.object({ name: z.string(), device, place: placeShape }))),
});

const isAt = (entry: Registered, place: Place | null): boolean =>
  place === null || entry.place === null
    ? place === entry.place
    : (['address', 'bucket', 'user'] as const).every((part) => place[part] === entry.place![part]);

async function registered(): Promise<Registered[]> {
  const read = shape.safeParse(await browser.storage.local.get(['workspace', 'device', 'workspaces']));
  const { workspace, workspaces, ...own } = read.data ?? {};
  if (!read.success || !workspace !== !own.device) throw new StoreFailure('storageBroken', { step: 'register' }, { cause: read.error }); // to write over it would lose databases
  const local = workspace && own.device ? [{ name: workspace, device: own.device, place: null }] : [];
  return [...local, ...(workspaces ?? [])];
}

/** Written at once: a worker killed here leaves the register as it was or as it should be. */
async function keep(all: readonly Registered[]): Promise<void> {
  const local = all.find((entry) => entry.place === null);
  const workspaces = all.filter((entry) => entry.place !== null);
  await browser.storage.local.set({ workspace: local?.name ?? null, device: local?.device ?? null, workspaces });
}

/** Two calls at once would make two databases of one place. */
const alone = <R>(act: () => Promise<R>): Promise<R> => navigator.locks.request('throughline-workspace', act);

/** The database of a place; the first call makes its name and its device. Null: this device's own. Throws StoreFailure. */
export function databaseOf(place: Place | null): Promise<Registered> {
  return alone(async () => {
    const all = await registered();
    const known = all.find((entry) => isAt(entry, place));
    if (known) return known;
    const made = { name: `throughline-${crypto.randomUUID()}`, device: crypto.randomUUID().slice(0, 8), place };
    await keep([...all, made]);
    return made;
  });
}

/** All databases of this profile; opening none makes none. Throws StoreFailure. */
export const databases = (): Promise<Registered[]> => alone(registered);

/**
 * Says of a database that it is now another place's; what it holds stays as it is. Throws StoreFailure('conflict'): `absent`, there is no
 * such database; `taken`, that place has one already, and the two can only be joined record by record.
 */
export function relabel(from: Place | null, to: Place | null): Promise<void> {
  return alone(async () => {
    const all = await registered();
    const which = all.find((entry) => isAt(entry, from));
    if (!which) throw new StoreFailure('conflict', { reason: 'absent' });
    if (all.some((entry) => entry !== which && isAt(entry, to))) throw new StoreFailure('conflict', { reason: 'taken' });
    await keep(all.map((entry) => (entry === which ? { ...which, place: to } : entry)));
  });
}

async function refuseIfWaiting(name: string): Promise<void> {
  const db = await openDatabase(name);
  const waiting = await db.count('out').finally(() => db.close());
  if (waiting > 0) throw new StoreFailure('conflict', { reason: 'waiting', count: String(waiting) });
}

/**
 * Removes a database from this device; its Workspace has to be closed before. Refused with StoreFailure('conflict', {reason: 'waiting', count})
 * while anything in it is not shared, in quarantine or not, unless forced. Readings that are never shared are not counted. A place
 * without a database: nothing to do.
 */
export function removeDatabase(place: Place | null, { force }: { force: boolean }): Promise<void> {
  return alone(async () => {
    const all = await registered();
    const which = all.find((entry) => isAt(entry, place));
    if (!which) return;
    if (!force) await refuseIfWaiting(which.name);
    await gone(which.name);
    await keep(all.filter((entry) => entry !== which)); // last: a database without a name here would never be found again
  });
}

function gone(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const blocked = (): void => reject(new StoreFailure('storageBroken', { step: 'blocked' }));
    deleteDB(name, { blocked }).then(resolve, (error: unknown) => reject(storeFailure(error)));
  });
}
