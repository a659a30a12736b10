import { describe, expect, expectTypeOf, it } from 'vitest';
import type { StatusView } from '@/lib/messaging/views';
import { shownOf } from '@/lib/model/rules/duplicates';
import { deciderRole } from '@/lib/model/rules/roles';
import { statusOf, type Status } from '@/lib/model/rules/status';
import type { Review, SignOff } from '@/lib/model/schema/decisions';
import { alignment } from './made';

const now = 'a'.repeat(64);
const old = 'b'.repeat(64);
const deciders = { owner: 'manager', delegates: ['deputy'] };
let made = 0;
const sign = (set: Partial<SignOff> = {}): SignOff => ({
  id: `signOff-${(made += 1)}`,
  alignmentId: 'al1',
  by: 'manager',
  role: 'owner',
  decision: 'agree',
  at: '2026-05-28T10:42:00Z',
  covers: now,
  ...set,
});
const review: Review = {
  id: 'review-1',
  alignmentId: 'al1',
  by: 'manager',
  verdict: 'worked',
  words: 'As hoped',
  at: '2026-11-30T09:00:00Z',
  covers: now,
};
const at = (day: number): string => `2026-06-${String(day).padStart(2, '0')}T08:00:00Z`;
const of = (signOffs: SignOff[], reviews: Review[] = [], measured = 0): Status =>
  statusOf(alignment, signOffs, reviews, now, deciders, undefined, measured);

it('has the shape that views get', () => {
  expectTypeOf<Status>().toEqualTypeOf<StatusView>();
});

describe('status', () => {
  it.each<[string, SignOff[], Partial<Status>]>([
    ['nothing decided', [], { state: 'proposed' }],
    ['owner agreed', [sign()], { state: 'agreed', since: '2026-05-28T10:42:00Z', by: 'manager' }],
    ['delegate agreed', [sign({ by: 'deputy', role: 'delegate' })], { state: 'agreed', by: 'deputy' }],
    ['somebody else agreed', [sign({ by: 'designer' })], { state: 'proposed' }],
    ['a delegate in the owner’s role', [sign({ by: 'deputy', role: 'owner' })], { state: 'proposed' }],
    ['agreed on another alignment', [sign({ alignmentId: 'al2' })], { state: 'proposed' }],
    ['agreed to other material', [sign({ covers: old })], { state: 'changed', since: '2026-05-28T10:42:00Z', by: 'manager' }],
    ['agreed to both, the other later', [sign({ at: at(1) }), sign({ covers: old, at: at(2) })], { state: 'agreed', since: at(1) }],
    [
      'declined',
      [sign({ decision: 'decline', reason: 'Not mine', at: at(2) })],
      { state: 'declined', since: at(2), by: 'manager', reason: 'Not mine' },
    ],
    ['declined after agreeing', [sign({ at: at(1) }), sign({ decision: 'decline', at: at(2) })], { state: 'declined' }],
    ['agreed after declining', [sign({ decision: 'decline', at: at(1) }), sign({ at: at(2) })], { state: 'agreed', since: at(2) }],
    ['given in another order', [sign({ at: at(2) }), sign({ decision: 'decline', at: at(1) })], { state: 'agreed', since: at(2) }],
    ['withdrawn', [sign({ at: at(1) }), sign({ decision: 'withdraw', at: at(2) })], { state: 'proposed' }],
    [
      'withdrawn, then agreed',
      [sign({ at: at(1) }), sign({ decision: 'withdraw', at: at(2) }), sign({ at: at(3) })],
      { state: 'agreed', since: at(3) },
    ],
    ['at one instant the more cautious counts', [sign({ decision: 'decline', at: at(1) }), sign({ at: at(1) })], { state: 'declined' }],
    ['other material was declined', [sign({ covers: old, decision: 'decline' })], { state: 'proposed' }],
    [
      'other material was agreed and withdrawn',
      [sign({ covers: old, at: at(1) }), sign({ covers: old, decision: 'withdraw', at: at(2) })],
      { state: 'proposed' },
    ],
    [
      'the owner’s decline counts over the delegate’s earlier agreement',
      [sign({ by: 'deputy', role: 'delegate', at: at(1) }), sign({ decision: 'decline', at: at(2) })],
      { state: 'declined' },
    ],
    [
      'instants with and without milliseconds',
      [sign({ at: '2026-06-01T08:00:00Z' }), sign({ decision: 'decline', at: '2026-06-01T08:00:00.001Z' })],
      { state: 'declined' },
    ],
  ])('%s', (_, signOffs, expected) => {
    const status = of(signOffs);
    expect(status).toMatchObject(expected);
    if (expected.reason === undefined) expect(status.reason).toBeUndefined();
  });

  it('is measured when agreed and periods after the lag have values, reviewed when a review covers the same', () => {
    expect(of([sign()], [], 1)).toMatchObject({ state: 'measured', by: 'manager' });
    expect(of([], [], 9).state).toBe('proposed');
    expect(of([sign()], [review], 9)).toMatchObject({ state: 'reviewed', since: review.at });
    expect(of([sign()], [{ ...review, covers: old }], 9).state).toBe('measured');
    expect(of([sign()], [{ ...review, alignmentId: 'al2' }]).state).toBe('agreed');
    expect(of([sign({ covers: old })], [{ ...review, covers: old }]).state).toBe('changed');
    expect(of([sign()], [{ ...review, id: 'review-2', at: '2026-12-01T00:00:00Z' }, review])).toMatchObject({
      since: '2026-12-01T00:00:00Z',
    });
  });

  it('an owner who changed does not keep what the former owner agreed', () => {
    expect(statusOf(alignment, [sign()], [], now, { owner: 'successor', delegates: [] }).state).toBe('proposed');
    expect(statusOf(alignment, [sign()], [], now, { delegates: [] }).state).toBe('proposed');
  });

  it('says who asked and since when while it waits', () => {
    const asked = { ...alignment, asked: { by: 'designer', at: at(3) } };
    expect(statusOf(asked, [], [], now, deciders)).toEqual({ state: 'proposed', since: at(3), by: 'designer', asked: true });
    expect(of([])).toEqual({ state: 'proposed', asked: false });
  });

  it.each([
    [undefined, undefined],
    ['2026-05-20', undefined], // proposed on the launch day
    ['2026-06-03', undefined],
    ['2026-05-19', 1],
    ['2026-05-11', 1],
    ['2026-05-06', 2],
    ['2026-04-22', 4],
    ['2025-05-21', 52],
  ])('first launch %s, proposed on 20 May 2026: %s weeks after', (firstLaunch, weeks) => {
    expect(statusOf(alignment, [sign()], [], now, deciders, firstLaunch).retrospectiveWeeks).toBe(weeks);
  });
});

describe('duplicates', () => {
  it('give way to the lowest first stamp that is not hidden; places stand in the order of those', () => {
    const kept = (
      [
        ['d', '9', 'y'],
        ['b', '2', 'x'],
        ['a', '3', 'x'],
        ['c', '1', 'x'],
        ['e', '0', 'x', true],
        ['g', '4', 'z'],
        ['f', '4', 'z'],
      ] as const
    ).map(([id, first, place, hidden = false]) => ({ plain: { id }, first, place, hidden }));
    const order = kept.map(({ plain }) => plain.id);
    expect(shownOf(kept, (k) => k.place).map(({ plain }) => plain.id)).toEqual(['c', 'f', 'd']);
    expect(kept.map(({ plain }) => plain.id)).toEqual(order);
  });
});

describe('roles', () => {
  it('decide as owner or delegate', () => {
    expect(deciderRole(deciders, 'manager')).toBe('owner');
    expect(deciderRole(deciders, 'deputy')).toBe('delegate');
    expect(deciderRole(deciders, 'designer')).toBeUndefined();
    expect(deciderRole({ delegates: [] }, 'manager')).toBeUndefined();
  });
});
