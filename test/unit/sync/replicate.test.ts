import { beforeEach, describe, expect, test } from 'vitest';
import * as made from '@/test/unit/model/made';
import { making, openWorld, type Device, type World } from './world';

let world: World;
let designer: Device;
let owner: Device;
beforeEach(async () => {
  world = await openWorld();
  designer = await world.device('dana', ['designers']);
  owner = await world.device('omar', ['owners-field', 'publishers']);
});

const outcome = making('outcome', made.outcome);
const metric = making('metric', made.metric);
const alignment = making('alignment', made.alignment);
const settle = async (...devices: Device[]) => {
  for (let round = 0; round < 4; round++) for (const device of devices) await device.cycle();
};

describe('sharing', () => {
  test('what one saves the other sees, and the outbox is empty only after it was read back', async () => {
    await owner.write(metric, outcome);
    expect(owner.out()).toHaveLength(2);
    expect(await owner.cycle()).toEqual({ outcome: 'shared', sent: 2 });
    expect(owner.out()).toEqual([]);
    await designer.cycle();
    expect(designer.holds()).toBe(owner.holds());
    expect((await owner.replica.state()).sharedAt).not.toBeNull();
  });

  test('two who change different fields of one outcome at the same time both keep theirs', async () => {
    const second = await world.device('olga', ['owners-field']);
    await owner.write(metric, outcome);
    await settle(owner, second);
    await owner.write({ type: 'outcome', id: 'o1', set: { dueDate: '2027-06-30' } });
    await second.write({ type: 'outcome', id: 'o1', set: { scope: 'Depot north' } });
    await settle(owner, second);
    for (const device of [owner, second])
      expect([device.value('outcome', 'o1', 'dueDate'), device.value('outcome', 'o1', 'scope')]).toEqual(['2027-06-30', 'Depot north']);
    expect(owner.holds()).toBe(second.holds());
  });

  test('of two values of one field the later stays, on both devices, also where a clock runs ahead', async () => {
    const ahead = await world.device('olga', ['owners-field'], 40_000);
    await owner.write(metric, outcome);
    await settle(owner, ahead);
    await ahead.write({ type: 'outcome', id: 'o1', set: { scope: 'first' } });
    await ahead.cycle();
    await owner.cycle();
    await owner.write({ type: 'outcome', id: 'o1', set: { scope: 'second' } });
    await settle(owner, ahead);
    expect([owner.value('outcome', 'o1', 'scope'), ahead.value('outcome', 'o1', 'scope')]).toEqual(['second', 'second']);
  });

  test('values leave the device only for a metric that is shared, and all of them once it is', async () => {
    const chunk = {
      type: 'chunk' as const,
      id: `chunk:m1:2026-10:${owner.me}:none`,
      set: { metricId: 'm1', month: '2026-10', reader: owner.me, account: 'none', '2026-10-05|typed|2026-10-12T06:00:00Z': { v: 4.1 } },
    };
    await owner.write(metric, chunk);
    await settle(owner, designer);
    expect(designer.value('metric', 'm1', 'name')).toBe(made.metric.name);
    expect(designer.value('chunk', chunk.id, 'month')).toBeUndefined();
    expect(owner.out()).toEqual([]);
    await owner.write({ type: 'metric', id: 'm1', set: { shared: true } });
    await settle(owner, designer);
    expect(designer.value('chunk', chunk.id, '2026-10-05|typed|2026-10-12T06:00:00Z')).toEqual({ v: 4.1 });
  });

  test('a draft is the designer’s until the owner takes it over; then a change through the draft counts no more', async () => {
    await designer.write(metric, outcome);
    await settle(designer, owner);
    expect(owner.value('outcome', 'o1', 'dueDate')).toBe(made.outcome.dueDate);
    await owner.write({ type: 'outcome', id: 'o1', set: { dueDate: '2027-09-30' } });
    await settle(owner, designer);
    expect(designer.replica.tables.rec.get('outcome/o1')?.home).toBe('outcomes-field');
    await designer.write({ type: 'outcome', id: 'o1', set: { dueDate: '2030-01-31' } });
    await settle(designer, owner);
    expect(owner.value('outcome', 'o1', 'dueDate')).toBe('2027-09-30');
  });
});

describe('what a storage does to its clients', () => {
  test.each([
    ['an answer is lost after all was done', { lostAnswer: 1 }],
    ['a request is lost', { lostRequest: 1 }],
    ['two writers collide, and the answers before it say yes to what was undone', { collided: 0.5 }],
    ['a proxy says 502 though all was done', { failedAfter: 1 }],
    ['a head dies before the commit', { crashed: 1 }],
    ['the network shows a sign-in page', { portal: 1 }],
    ['a proxy limits', { limited: 1 }],
  ])('%s: nothing is lost and nothing is there twice', async (_, faults) => {
    await owner.write(metric, outcome);
    world.model.faults = faults;
    await owner.cycle();
    await designer.cycle();
    await owner.write({ type: 'outcome', id: 'o1', set: { scope: 'meanwhile' } });
    await owner.cycle();
    world.model.faults = {};
    await settle(owner, designer);
    expect(owner.out()).toEqual([]);
    expect(designer.value('outcome', 'o1', 'scope')).toBe('meanwhile');
    expect(designer.holds()).toBe(owner.holds());
  });

  test('cut at any one of its requests, a cycle is only repeated', async () => {
    for (let cut = 1; cut < 14; cut++) {
      const id = `o-${cut}`;
      await owner.write(metric, { ...outcome, id });
      world.cut.at = world.model.requests + cut;
      await owner.cycle();
      world.cut.at = Infinity;
      await settle(owner, designer);
      expect(designer.value('outcome', id, 'dueDate'), `cut at ${cut}`).toBe(made.outcome.dueDate);
      expect(owner.out()).toEqual([]);
    }
  });

  test('offline it says so, stays away for a while, and comes at once when somebody asks', async () => {
    await owner.write(metric);
    world.model.faults = { lostRequest: 1 };
    expect(await owner.cycle()).toEqual({ outcome: 'failed', sent: 0 });
    const state = await owner.replica.state();
    expect(state.trouble?.code).toBe('offline');
    expect(state.failures).toBe(1);
    world.model.faults = {};
    world.clock.now = state.notBefore - 95_000;
    expect(await owner.cycle({})).toEqual({ outcome: 'early', sent: 0 });
    expect((await owner.cycle({ now: true })).outcome).toBe('shared');
    expect(await owner.replica.state()).toMatchObject({ trouble: null, failures: 0 });
  });

  test('signed out it stops and keeps everything', async () => {
    await owner.write(metric);
    await owner.cycle();
    await owner.write(outcome);
    world.model.revoke(world.model.user('omar'));
    expect((await owner.cycle()).outcome).toBe('failed');
    expect((await owner.replica.state()).trouble?.code).toBe('signedOut');
    expect(owner.out().map(({ state }) => state)).toEqual(['waiting']);
    world.model.user('omar');
    owner.signInAgain();
    await settle(owner, designer);
    expect(designer.value('outcome', 'o1', 'dueDate')).toBe(made.outcome.dueDate);
  });
});

describe('a storage that lost something', () => {
  test('restored from a backup, with a new life, it gets back from the devices what the backup lacks', async () => {
    await owner.write(metric);
    await settle(owner, designer);
    const backup = world.model.backup();
    await owner.write(outcome);
    await designer.write(alignment);
    await settle(owner, designer);
    world.model.restore(backup);
    await world.newLife();
    await settle(owner, designer);
    const late = await world.device('lena', ['readers']);
    await settle(late);
    expect(late.value('outcome', 'o1', 'dueDate')).toBe(made.outcome.dueDate);
    expect(late.holds()).toBe(owner.holds());
    expect(designer.holds()).toBe(owner.holds());
  });

  test('what an administrator erased goes from the devices; who changed it meanwhile is asked', async () => {
    await owner.write(metric, outcome);
    await settle(owner, designer);
    const admin = await world.device('ada', ['admins']);
    await settle(admin);
    await owner.write({ type: 'outcome', id: 'o1', set: { scope: 'not sent yet' } });
    admin.replica.erase([{ type: 'outcome', id: 'o1' }]);
    await settle(admin, designer);
    expect(designer.value('outcome', 'o1', 'dueDate')).toBeUndefined();
    await owner.cycle();
    expect(owner.out()).toEqual([{ id: 'o1', state: 'quarantined', code: 'erased' }]);
    expect(owner.value('outcome', 'o1', 'scope')).toBe('not sent yet');
  });
});

describe('rights', () => {
  test('a change that one may not make is kept apart with its reason, and holds up nothing else', async () => {
    const other = await world.device('dora', ['designers']);
    await designer.write(alignment);
    await settle(designer, other);
    await other.write(
      { type: 'alignment', id: 'al1', set: { contribution: 'high' } },
      making('alignment', { ...made.alignment, id: 'al2' }),
    );
    await settle(other, designer);
    expect(other.out()).toEqual([{ id: 'al1', state: 'quarantined', code: 'forbidden' }]);
    expect(designer.value('alignment', 'al1', 'contribution')).toBe('medium');
    expect(designer.value('alignment', 'al2', 'contribution')).toBe('medium');
  });

  test('it is tried again by itself when the person may more', async () => {
    const other = await world.device('dora', ['designers']);
    await designer.write(alignment);
    await settle(designer, other);
    await other.write({ type: 'alignment', id: 'al1', set: { contribution: 'high' } });
    await settle(other);
    await world.device('dora', ['admins']); // the same person, on another device
    await settle(other, designer);
    expect(other.out()).toEqual([]);
    expect(designer.value('alignment', 'al1', 'contribution')).toBe('high');
  });
});
