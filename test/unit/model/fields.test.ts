import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '@/lib/model/rules/canonical';
import { byFirst, fieldsOf, isFieldOf, keptOf, Misfit } from '@/lib/model/rules/fields';
import { isAppendOnly, shapes } from '@/lib/model/rules/shapes';
import type { MutableRecord } from '@/lib/model/schema/envelope';
import { appendOnly, recordSchemas, type RecordOf, type RecordType } from '@/lib/model/schema/records';
import { id, mutableTypes, plain, props, seed, stamp, types } from './arbitraries';

console.info(`property tests: seed ${seed}`);

const enveloped = (t: RecordType, recordId: string, fields: Record<string, unknown>, s: string): MutableRecord =>
  ({ id: recordId, t, n: 1, f: Object.fromEntries(Object.entries(fields).map(([name, v]) => [name, { v, s }])) }) as MutableRecord;

/** Lists come back in the order of their entries' fields; canonical JSON sorts nothing of arrays, so the test does. */
const sortedLists = (type: RecordType, record: Record<string, unknown>): string =>
  canonicalJson(
    Object.fromEntries(
      Object.entries(record).map(([name, value]) => {
        const list = shapes[type].lists[name];
        return [name, list ? (value as never[]).toSorted((a, b) => (list.fieldOf(a) < list.fieldOf(b) ? -1 : 1)) : value];
      }),
    ),
  );

describe('the table of shapes', () => {
  it.each(types)('%s: names exactly the fields of its schema, required where the schema requires them', (type) => {
    const { shape } = recordSchemas[type]._zod.def as unknown as { shape: Record<string, { _zod: { optin?: string } }> };
    const here = shapes[type];
    const listed = [...here.required, ...here.optional, ...here.arrays, ...Object.keys(here.lists)];
    expect(listed.toSorted()).toEqual(
      Object.keys(shape)
        .filter((name) => name !== 'id')
        .toSorted(),
    );
    for (const name of here.optional) expect([name, shape[name]!._zod.optin]).toEqual([name, 'optional']);
    for (const name of [...here.required, ...here.arrays, ...Object.keys(here.lists)])
      expect([name, shape[name]!._zod.optin]).toEqual([name, undefined]);
  });

  it('agrees with the schemas on what is append-only', () => {
    expect(types.filter(isAppendOnly)).toEqual([...appendOnly]);
  });
});

describe('plain and fields', () => {
  it.each(mutableTypes)('%s: comes back from its fields unchanged, and fits its schema', (type) => {
    fc.assert(
      fc.property(plain[type], id, stamp, (made, recordId, s) => {
        const fields = fieldsOf(type, made as unknown as RecordOf<typeof type>);
        for (const name of Object.keys(fields)) expect(isFieldOf(type, name)).toBe(true);
        const { plain: back, first, last, hidden } = keptOf(type, enveloped(type, recordId, fields, s));
        expect(sortedLists(type, back)).toBe(sortedLists(type, { ...made, id: recordId }));
        expect(recordSchemas[type].safeParse(back).success).toBe(true);
        expect([first, last, hidden]).toEqual([s, s, false]);
      }),
      props,
    );
  });

  it('takes null for absent, except for a reading that was taken back', () => {
    const outcome = keptOf(
      'outcome',
      enveloped(
        'outcome',
        'o1',
        { direction: 'reduce', metricId: 'm1', status: 'draft', scope: null, 'delegate:a1': null, 'delegate:a2': true },
        's',
      ),
    );
    expect(outcome.plain).toEqual({ id: 'o1', direction: 'reduce', metricId: 'm1', status: 'draft', delegates: ['a2'] });
    const chunk = keptOf(
      'chunk',
      enveloped(
        'chunk',
        'k1',
        { metricId: 'm1', month: '2026-10', reader: 'a1', account: 'none', '2026-10-05|typed|2026-10-12T06:00:00Z': null },
        's',
      ),
    );
    expect(chunk.plain.readings).toEqual([{ period: '2026-10-05', via: 'typed', at: '2026-10-12T06:00:00Z', value: null }]);
  });

  it('leaves fields it does not know in the envelope, and out of the plain form', () => {
    const kept = keptOf('goal', enveloped('goal', 'g1', { text: 'Reliable delivery', weight: 3, x: true }, 's'));
    expect(kept).toEqual({ plain: { id: 'g1', text: 'Reliable delivery' }, hidden: true, first: 's', last: 's' });
  });

  it.each([
    ['a missing field', { t: 'goal' as const, fields: {} }, 'text'],
    ['a required field that was taken away', { t: 'goal' as const, fields: { text: null } }, 'text'],
    ['an array of another shape', { t: 'actor' as const, fields: { name: 'a', kind: 'person', roles: 'admin' } }, 'roles'],
    [
      'an entry that is no object',
      { t: 'course' as const, fields: { site: 's', nativeId: '1', title: 't', url: 'u', 'launch:l': 4 } },
      'launch:l',
    ],
  ])('names the field of %s', (_, { t, fields }, field) => {
    expect(() => keptOf(t, enveloped(t, 'i', fields, 's'))).toThrow(expect.objectContaining({ name: 'Misfit', id: 'i', field }));
  });

  it('does not take an append-only record for a mutable one, nor the other way', () => {
    expect(() => keptOf('signOff', enveloped('signOff', 'i', { alignmentId: 'x' }, 's'))).toThrow(Misfit);
    expect(() => keptOf('goal', { id: 'i', t: 'goal', n: 1, s: 's', text: 'x' })).toThrow(Misfit);
    expect(() => keptOf('goal', enveloped('unit', 'i', { name: 'x', calendar: 'iso' }, 's'))).toThrow(Misfit);
  });

  it('orders claims on one place by first stamp, then id', () => {
    const claims = [
      ['b', '2'],
      ['c', '1'],
      ['a', '2'],
    ].map(([claim, first]) => ({ plain: { id: claim! }, first: first! }));
    expect(claims.toSorted(byFirst).map((k) => k.plain.id)).toEqual(['c', 'a', 'b']);
  });
});
