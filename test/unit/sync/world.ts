// A modelled Kinto with a workspace set up in it, and devices of people who share it.
import { canonicalJson } from '@/lib/model/rules/canonical';
import { fieldsOf } from '@/lib/model/rules/fields';
import { personIdOf } from '@/lib/model/rules/identity';
import type { RecordOf, RecordType } from '@/lib/model/schema/records';
import type { Change } from '@/lib/store/change';
import { arrange, planOf } from '@/lib/sync/arrange';
import { kintoEngine } from '@/lib/sync/kinto';
import { kintoAdmin } from '@/lib/sync/kinto-admin';
import type { Fetch } from '@/lib/sync/kinto-request';
import { layoutOf } from '@/lib/sync/layout';
import { newLife } from '@/lib/sync/life';
import { join } from '@/lib/sync/people';
import { replicate, type Asked, type Report } from '@/lib/sync/replicate';
import { KintoModel } from '@/test/support/kinto-model';
import { MemoryReplica } from '@/test/support/memory-replica';

const bucket = 'throughline';

export type Device = {
  replica: MemoryReplica;
  me: string;
  cycle(asked?: Asked): Promise<Report>;
  write(...changes: Change[]): Promise<void>;
  /** What it holds of these records, in one text: two devices hold the same if these are equal. */
  holds(): string;
  /** Plain fields of a record; undefined: not here. */
  value(type: RecordType, id: string, field: string): unknown;
  out(): { id: string; state: string; code?: string }[];
  /** With the same name and password; a sign-in that was refused is not used again. */
  signInAgain(): void;
};

export type World = {
  model: KintoModel;
  /** Ms since 1970, the server's; devices add their skew. */
  clock: { now: number };
  /** The request of the model from which on nobody is reached. */
  cut: { at: number };
  device(user: string, groups: string[], skew?: number): Promise<Device>;
  /** The last step after a restore. */
  newLife(): Promise<void>;
};

export async function openWorld(units: string[] = ['field']): Promise<World> {
  const clock = { now: Date.UTC(2026, 10, 2, 8) };
  let drawn = 0.1;
  const random = () => (drawn = (drawn * 997 + 0.137) % 1);
  const model = new KintoModel({ now: () => ++clock.now, random });
  const limit = () => undefined;
  const fetch: Fetch = (...ask) => (model.requests >= cut.at ? Promise.reject(new TypeError('gone')) : model.fetch(...ask));
  const cut = { at: Infinity };
  const options = (authorization: string) => ({ address: model.address, fetch, authorization: () => authorization, limit });
  const admin = kintoAdmin(options(model.user('admin')));
  const wish = { bucket, units, years: [2026] };
  const plan = await planOf(admin, wish);
  if ('refused' in plan) throw new Error(plan.refused);
  const pause = (ms: number): Promise<void> => Promise.resolve(void (clock.now += ms));
  const done = await arrange(admin, wish, plan.steps, pause);
  if (done.outcome !== 'done') throw new Error(done.outcome);
  let devices = 0;

  return {
    model,
    clock,
    cut,
    async device(user, groups, skew = 0) {
      const authorization = model.user(user);
      for (const group of groups) await join(admin, bucket, group, `account:${user}`);
      const me = await personIdOf(`account:${user}`);
      const now = () => clock.now + skew;
      const replica = new MemoryReplica(
        { device: (++devices).toString(16).padStart(8, '0'), last: undefined, now, offset: null },
        new Set([me]),
      );
      const r = {
        engine: kintoEngine({ ...options(authorization), bucket }),
        replica,
        layout: layoutOf(bucket),
        user: `account:${user}`,
        me,
        now,
        random,
        wait: pause,
      };
      const rowOf = (type: RecordType, id: string) => replica.tables.rec.get(`${type}/${id}`);
      return {
        replica,
        me,
        cycle: async (asked = { now: true }) => {
          clock.now += 90_000; // longer than the overlap: nothing is found by chance
          return replicate(r, asked);
        },
        write: async (...changes) => void (await replica.write(changes)),
        holds: () =>
          canonicalJson(
            [...replica.tables.rec.values()].map(({ record }) => record).sort((a, b) => (`${a.t}${a.id}` < `${b.t}${b.id}` ? -1 : 1)),
          ),
        value: (type, id, field) => {
          const record = rowOf(type, id)?.record;
          return record && 'f' in record ? (record as { f: Record<string, { v: unknown }> }).f[field]?.v : record?.[field];
        },
        signInAgain: () => void (r.engine = kintoEngine({ ...options(authorization), bucket })),
        out: () => [...replica.tables.out.values()].map(({ id, state, code }) => ({ id, state, ...(code === undefined ? {} : { code }) })),
      };
    },
    newLife: async () => void (await newLife(admin, bucket)),
  };
}

/** The change that makes a record of its plain form. */
export const making = <T extends Exclude<RecordType, 'signOff' | 'review'>>(
  type: T,
  { id, ...plain }: RecordOf<T>,
): { type: T; id: string; set: Record<string, unknown> } => ({
  type,
  id,
  set: fieldsOf(type, plain as unknown as Omit<RecordOf<T>, 'id'>),
});
