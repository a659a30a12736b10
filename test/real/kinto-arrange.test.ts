import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arrange, planOf, type Plan, type Step } from '@/lib/sync/arrange';
import { arrangementOf } from '@/lib/sync/arrange-look';
import { EngineFailure } from '@/lib/sync/contract';
import type { KintoAdmin } from '@/lib/sync/kinto-admin';
import { newLife, purgeHorizon, setPurged } from '@/lib/sync/life';
import { join, rolesOf } from '@/lib/sync/people';
import { openStand, type Stand } from './kinto-stand';

let stand: Stand;
let count = 0;
const fresh = (): string => `bucket-${++count}`;
beforeAll(async () => {
  stand = await openStand('postgres');
});
afterAll(() => stand?.stop());

const stepsIn = (plan: Plan): Step[] => {
  if ('refused' in plan) throw new Error(plan.refused);
  return plan.steps;
};
const setUp = async (bucket: string, more: { units?: string[]; years?: number[] } = {}): Promise<void> => {
  const wish = { bucket, ...more };
  const steps = stepsIn(await planOf(stand.root.admin, wish));
  expect(await arrange(stand.root.admin, wish, steps, stand.pause)).toEqual({ outcome: 'done' });
};

describe('setting a storage up', () => {
  it('names every object that it will make, makes them, and then has nothing to do', async () => {
    const wish = { bucket: fresh(), units: ['field', 'north:west'], years: [2026] };
    const plan = await planOf(stand.root.admin, wish);
    expect(stepsIn(plan).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      `bucket ${wish.bucket}`,
      ...['admins', 'designers', 'publishers', 'readers', 'owners-field', 'owners-north_3awest'].map((g) => `group ${g}`),
      ...['people', 'sites', 'recipes', 'courses', 'outcomes-field', 'outcomes-north_3awest', 'metrics', 'drafts-field'].map(
        (c) => `collection ${c}`,
      ),
      ...['drafts-north_3awest', 'drafts', 'alignments', 'decisions-field', 'decisions-north_3awest', 'chartlinks'].map(
        (c) => `collection ${c}`,
      ),
      ...['obs-2026', 'meta'].map((c) => `collection ${c}`),
      'life generation',
    ]);
    expect(await arrangementOf(stand.root.admin, wish.bucket)).toBe('nothing');
    expect(await arrange(stand.root.admin, wish, stepsIn(plan), stand.pause)).toEqual({ outcome: 'done' });
    expect(await arrangementOf(stand.root.admin, wish.bucket)).toBe('ours');
    expect(await planOf(stand.root.admin, { bucket: wish.bucket })).toEqual({
      steps: [],
      extent: { ...wish, readers: 'members' },
      others: [],
    });
    expect(await arrange(stand.root.admin, { bucket: wish.bucket }, [], stand.pause)).toEqual({ outcome: 'done' });
  });

  it('goes on where it was cut off, however often', async () => {
    const wish = { bucket: fresh(), units: ['field'], years: [2026] };
    const steps = stepsIn(await planOf(stand.root.admin, wish));
    let puts = 0;
    let cuts = 0;
    // Every third write is done and its answer lost; every fifth is never done.
    const cut: KintoAdmin = {
      ...stand.root.admin,
      async put(...args) {
        if (++puts % 5 === 0) throw new EngineFailure('offline');
        const written = await stand.root.admin.put(...args);
        if (puts % 3 === 0) throw new EngineFailure('offline');
        return written;
      },
    };
    const left: number[] = [];
    for (let done = false; !done;) {
      const at = await arrange(cut, wish, steps, stand.pause).catch((error: unknown) => {
        expect(error).toBeInstanceOf(EngineFailure);
        cuts++;
        return null;
      });
      done = at?.outcome === 'done';
      left.push(stepsIn(await planOf(stand.root.admin, wish)).length);
    }
    expect(cuts).toBeGreaterThan(0);
    expect(left).toEqual([...left].sort((a, b) => b - a));
    expect(left.at(-1)).toBe(0);
  });

  it('two who set up at once end with one layout', async () => {
    const second = await stand.person('second');
    const bucket = fresh();
    await setUp(bucket);
    await join(stand.root.admin, bucket, 'admins', second.user);
    const wish = { bucket, units: ['field', 'hub'], years: [2025, 2026] };
    const steps = stepsIn(await planOf(stand.root.admin, wish));
    const both = await Promise.all([stand.root, second].map((who) => arrange(who.admin, wish, steps, stand.pause)));
    expect(both).toEqual([{ outcome: 'done' }, { outcome: 'done' }]);
    expect(stepsIn(await planOf(second.admin, { bucket }))).toEqual([]);
  });

  it('does only what was confirmed', async () => {
    const bucket = fresh();
    await setUp(bucket, { units: ['field'] });
    const steps = stepsIn(await planOf(stand.root.admin, { bucket, units: ['hub'] }));
    await stand.root.ask('PATCH', `/buckets/${bucket}/collections/courses`, { permissions: { write: ['system.Everyone'] } });
    const met = await arrange(stand.root.admin, { bucket, units: ['hub'] }, steps, stand.pause);
    expect(met.outcome).toBe('changed');
    const now = met.outcome === 'changed' ? stepsIn(met.plan) : [];
    expect(now.find(({ name }) => name === 'courses')?.lines).toEqual([
      { code: 'grant', permission: 'write', who: `/buckets/${bucket}/groups/admins` },
      { code: 'grant', permission: 'write', who: `/buckets/${bucket}/groups/designers` },
      { code: 'revoke', permission: 'write', who: 'system.Everyone' },
    ]);
    expect((await rolesOf(stand.root.admin, bucket)).map(({ group }) => group)).not.toContain('owners-hub');
    expect(await arrange(stand.root.admin, { bucket, units: ['hub'] }, now, stand.pause)).toEqual({ outcome: 'done' });
  });

  it('keeps members, and what else somebody keeps with a collection', async () => {
    const bucket = fresh();
    await setUp(bucket);
    await join(stand.root.admin, bucket, 'designers', 'account:dora');
    await stand.root.ask('PATCH', `/buckets/${bucket}/collections/courses`, { data: { note: 'ours', schema: { type: 'object' } } });
    await stand.root.ask('PUT', `/buckets/${bucket}/collections/somebody-elses`, { data: {} });
    const plan = await planOf(stand.root.admin, { bucket, units: ['field'] });
    expect('others' in plan && plan.others).toEqual(['somebody-elses']);
    expect(await arrange(stand.root.admin, { bucket, units: ['field'] }, stepsIn(plan), stand.pause)).toEqual({ outcome: 'done' });
    const { body } = await stand.root.ask('GET', `/buckets/${bucket}/collections/courses`);
    expect(body.data.note).toBe('ours');
    expect((await rolesOf(stand.root.admin, bucket)).find(({ group }) => group === 'designers')?.members).toEqual(['account:dora']);
  });

  it('touches neither somebody else’s bucket nor that of a newer version, nor one that it may not administrate', async () => {
    const [other, newer, ours] = [fresh(), fresh(), fresh()];
    await stand.root.ask('PUT', `/buckets/${other}`, { data: {} });
    await stand.root.ask('PUT', `/buckets/${other}/collections/articles`, { data: {} });
    await stand.root.ask('PUT', `/buckets/${newer}`, { data: { throughline: { layout: 99 } } });
    expect(await planOf(stand.root.admin, { bucket: other })).toEqual({ refused: 'otherLayout' });
    expect(await planOf(stand.root.admin, { bucket: newer })).toEqual({ refused: 'newerLayout' });
    expect(await arrangementOf(stand.root.admin, other)).toBe('other');
    expect(await arrangementOf(stand.root.admin, newer)).toBe('newer');
    await setUp(ours);
    const reader = await stand.person('reader');
    await join(stand.root.admin, ours, 'readers', reader.user);
    expect(await planOf(reader.admin, { bucket: ours })).toEqual({ refused: 'notAdmin' });
    expect(await arrangementOf(reader.admin, ours)).toBe('ours');
    const wish = { bucket: fresh() };
    const steps = stepsIn(await planOf(reader.admin, wish));
    expect(await arrange(reader.admin, wish, steps, stand.pause)).toMatchObject({
      outcome: 'refused',
      status: 403,
      step: { kind: 'bucket' },
    });
  });
});

describe('the life of a storage', () => {
  const lifeIn = async (bucket: string) =>
    (await stand.root.ask('GET', `/buckets/${bucket}/collections/meta/records/generation`)).body.data;

  it('is another one after a restore, and keeps what is known of erased records', async () => {
    const bucket = fresh();
    await setUp(bucket);
    const { generation } = await lifeIn(bucket);
    expect(await setPurged(stand.root.admin, bucket, 5000)).toBe('done');
    expect(await setPurged(stand.root.admin, bucket, 4000)).toBe('done');
    expect(await lifeIn(bucket)).toMatchObject({ generation, purgedBefore: 5000 });
    expect(await newLife(stand.root.admin, bucket)).toBe('done');
    const after = await lifeIn(bucket);
    expect(after).toMatchObject({ purgedBefore: 5000 });
    expect(after.generation).not.toBe(generation);
    const reader = await stand.person('bystander');
    await join(stand.root.admin, bucket, 'readers', reader.user);
    expect(await newLife(reader.admin, bucket)).toBe('refused');
  });

  it('the horizon of a purge is just after the newest mark that would go', async () => {
    const bucket = fresh();
    await setUp(bucket);
    const site = { t: 'site', n: 1, f: {} };
    const times: number[] = [];
    for (const id of ['a', 'b', 'c', 'd']) {
      const path = `/buckets/${bucket}/collections/sites/records/${id}`;
      expect((await stand.root.ask('PUT', path, { data: site })).status).toBe(201);
      if (id !== 'd') times.push((await stand.root.ask('DELETE', path)).body.data.last_modified as number);
    }
    expect(await purgeHorizon(stand.root.admin, bucket, 5)).toBeNull();
    expect(await purgeHorizon(stand.root.admin, bucket, 3)).toBeNull();
    expect(await purgeHorizon(stand.root.admin, bucket, 2)).toBe(times[0]! + 1);
    expect(await purgeHorizon(stand.root.admin, bucket, 0)).toBe(times[2]! + 1);
  });
});
