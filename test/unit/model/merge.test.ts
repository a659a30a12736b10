import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, compareBytes } from '@/lib/model/rules/canonical';
import { mergeRecords, sameRecord } from '@/lib/model/rules/merge';
import type { MutableRecord } from '@/lib/model/schema/envelope';
import { number15, props, stamp, words } from './arbitraries';

const value = fc.oneof(fc.constant(null), fc.boolean(), number15, words, fc.record({ date: words }));
/** Few names and few stamps, so that versions meet on the same field and on the same stamp. */
const version = fc
  .tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.dictionary(
      fc.constantFrom('title', 'scope', 'launch:a', 'launch:b', 'x', 'unknownToUs', '__proto__'),
      fc.record({ v: value, s: stamp }),
    ),
  )
  .map(([n, f]): MutableRecord => ({ id: 'c1', t: 'course', n, f: Object.fromEntries(Object.entries(f)) }));
const same = (a: unknown, b: unknown): void => {
  expect(canonicalJson(a)).toBe(canonicalJson(b));
};

describe('merge', () => {
  it('is commutative', () => {
    fc.assert(
      fc.property(version, version, (a, b) => same(mergeRecords(a, b), mergeRecords(b, a))),
      props,
    );
  });
  it('is associative', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => same(mergeRecords(mergeRecords(a, b), c), mergeRecords(a, mergeRecords(b, c)))),
      props,
    );
  });
  it('is idempotent, and taking in a part again changes nothing', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        same(mergeRecords(a, a), a);
        const both = mergeRecords(a, b);
        same(mergeRecords(both, a), both);
        same(mergeRecords(b, both), both);
        expect(sameRecord(both, mergeRecords(both, b))).toBe(true);
      }),
      props,
    );
  });
  it('keeps of every field the higher stamp, at equal stamps the greater bytes, and no field is lost', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        const both = mergeRecords(a, b) as MutableRecord;
        expect(new Set(Object.keys(both.f))).toEqual(new Set([...Object.keys(a.f), ...Object.keys(b.f)]));
        for (const [name, cell] of Object.entries(both.f)) {
          const [mine, theirs] = [a, b].map((r) => (Object.hasOwn(r.f, name) ? r.f[name] : undefined));
          if (!mine || !theirs) continue;
          expect(cell.s).toBe(mine.s > theirs.s ? mine.s : theirs.s);
          if (mine.s === theirs.s) {
            const greater = compareBytes(canonicalJson(mine.v), canonicalJson(theirs.v)) >= 0 ? mine.v : theirs.v;
            same(cell.v, greater);
          }
        }
      }),
      props,
    );
  });
  it('does not write into what it was given', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        const before = canonicalJson([a, b]);
        mergeRecords(a, b);
        expect(canonicalJson([a, b])).toBe(before);
      }),
      props,
    );
  });
  it('an edit at the same time as hiding is kept under the hiding', () => {
    const base: MutableRecord = { id: 'g', t: 'goal', n: 1, f: { text: { v: 'a', s: '1' } } };
    const hidden: MutableRecord = { ...base, f: { ...base.f, x: { v: true, s: '2' } } };
    const edited: MutableRecord = { ...base, f: { text: { v: 'b', s: '3' } } };
    expect(mergeRecords(hidden, edited)).toEqual({ ...base, f: { text: { v: 'b', s: '3' }, x: { v: true, s: '2' } } });
  });
  it('of two append-only records that claim one id the greater bytes stay, whichever comes first', () => {
    const [a, b] = ['agree', 'decline'].map((decision) => ({ id: 'signOff-x', t: 'signOff', n: 1, s: '1', decision }));
    same(mergeRecords(a!, b!), b);
    same(mergeRecords(b!, a!), b);
  });
  it('refuses versions of different records', () => {
    const a: MutableRecord = { id: 'a', t: 'goal', n: 1, f: {} };
    expect(() => mergeRecords(a, { ...a, id: 'b' })).toThrow('not one record');
    expect(() => mergeRecords(a, { ...a, t: 'unit' })).toThrow('not one record');
  });
});
