import { describe, expect, it } from 'vitest';
import { alike, numberBy, numberText, withUnit } from '@/lib/model/rules/format';
import { amountOf, statementParts, type Spoken } from '@/lib/model/rules/statement';
import type { Direction } from '@/lib/model/schema/outcome';
import messages from '@/public/_locales/en/messages.json';

const metric = { name: 'Damaged-package complaints' };
const name = { as: 'metric', text: metric.name };
const baseline = { value: 4, from: '2025-12-15', to: '2026-05-31' };
const whole: Spoken = { direction: 'reduce', change: { kind: 'relative', amount: 20 }, baseline, dueDate: '2027-03-31' };
const due = { key: 'statement_due', fill: [{ as: 'date', date: '2027-03-31' }] };

describe('statement', () => {
  it('is what the worked example says, with the computed level beside the change', () => {
    expect(statementParts(whole, metric, { unitName: 'Field operations' })).toEqual({
      strong: { key: 'statement_reduceInBy', fill: [name, { as: 'place', text: 'Field operations' }, { as: 'percent', v: 20 }] },
      level: [{ key: 'statement_levels', fill: [{ as: 'levels', from: 4, to: 3.2 }] }, due],
    });
  });

  it.each<[string, Partial<Spoken>, string, unknown[], unknown[]]>([
    [
      'points',
      { change: { kind: 'points', amount: 1 } },
      'reduceBy',
      [name, { as: 'points', v: 1 }],
      [{ key: 'statement_levels', fill: [{ as: 'levels', from: 4, to: 3 }] }, due],
    ],
    [
      'an amount',
      { change: { kind: 'absolute', amount: 0.6 } },
      'reduceBy',
      [name, { as: 'value', v: 0.6 }],
      [{ key: 'statement_levels', fill: [{ as: 'levels', from: 4, to: 3.4 }] }, due],
    ],
    [
      'to a level',
      { change: { kind: 'level', amount: 3 } },
      'reduceTo',
      [name, { as: 'value', v: 3 }],
      [{ key: 'statement_from', fill: [{ as: 'value', v: 4 }] }, due],
    ],
    [
      'to a level without a baseline',
      { change: { kind: 'level', amount: 3 }, baseline: undefined },
      'reduceTo',
      [name, { as: 'value', v: 3 }],
      [due],
    ],
    [
      'more',
      { direction: 'increase' },
      'increaseBy',
      [name, { as: 'percent', v: 20 }],
      [{ key: 'statement_levels', fill: [{ as: 'levels', from: 4, to: 4.8 }] }, due],
    ],
    ['a change without a baseline: no level can be said', { baseline: undefined }, 'reduceBy', [name, { as: 'percent', v: 20 }], [due]],
    ['nothing chosen', { change: undefined, dueDate: undefined }, 'reduce', [name], [{ key: 'statement_open', fill: [] }]],
    ['held at the baseline', { direction: 'maintain', change: undefined }, 'maintainTo', [name, { as: 'value', v: 4 }], [due]],
    [
      'held at the baseline, though an earlier change is still stored',
      { direction: 'maintain' },
      'maintainTo',
      [name, { as: 'value', v: 4 }],
      [due],
    ],
    [
      'held at a level',
      { direction: 'maintain', change: { kind: 'level', amount: 5 } },
      'maintainTo',
      [name, { as: 'value', v: 5 }],
      [{ key: 'statement_from', fill: [{ as: 'value', v: 4 }] }, due],
    ],
    [
      'held at nothing known',
      { direction: 'maintain', change: undefined, baseline: undefined },
      'maintain',
      [name],
      [{ key: 'statement_open', fill: [] }, due],
    ],
  ])('%s', (_, set, key, fill, level) => {
    expect(statementParts({ ...whole, ...set }, metric)).toEqual({ strong: { key: `statement_${key}`, fill }, level });
  });

  it('prefers the place of the outcome to its unit', () => {
    expect(statementParts({ ...whole, scope: 'depot north' }, metric, { unitName: 'Field operations' }).strong.fill).toContainEqual({
      as: 'place',
      text: 'depot north',
    });
  });

  it('uses only texts that the catalogue has, with a place for each thing that fills them', () => {
    const texts = messages as Record<string, { message: string }>;
    const changes: Spoken['change'][] = [
      undefined,
      { kind: 'relative', amount: 20 },
      { kind: 'points', amount: 2 },
      { kind: 'absolute', amount: 1 },
      { kind: 'level', amount: 3 },
    ];
    for (const direction of ['reduce', 'increase', 'maintain'] satisfies Direction[])
      for (const change of changes)
        for (const of of [baseline, undefined])
          for (const scope of ['north', undefined]) {
            const { strong, level } = statementParts({ direction, change, baseline: of, scope, dueDate: '2027-03-31' }, metric);
            for (const { key, fill } of [strong, ...level]) {
              const asked = new Set(texts[key]?.message.match(/\$\d/g)).size;
              expect([key, asked]).toEqual([key, fill.reduce((n, each) => n + (each.as === 'levels' ? 2 : 1), 0)]);
            }
          }
  });

  it('says no amount where none is known', () => {
    expect(amountOf({ direction: 'reduce', baseline })).toBeNull();
    expect(amountOf({ direction: 'maintain' })).toBeNull();
  });
});

describe('numbers', () => {
  it.each([
    [3.2, 'en', '3.2'],
    [0.6049, 'en', '0.605'],
    [1234.5, 'en', '1,230'],
    [-0.5, 'en', '−0.5'],
    [-0, 'en', '0'],
    [1234, 'de', '1.230'],
    [3.2, 'fr', '3,2'],
    [-7, 'sv', '−7'],
  ])('%d in %s is %s', (v, language, text) => {
    expect(numberText(v, language)).toBe(text);
  });
  it('has a real minus in exponents too', () => {
    expect(numberBy(-1.5e-7, 'en', { notation: 'scientific' })).toBe('−1.5E−7');
  });
  it.each([
    [
      [4, 3.2],
      ['4.0', '3.2'],
    ],
    [
      [71, 75],
      ['71', '75'],
    ],
    [
      [93.55, 95.5],
      ['93.6', '95.5'],
    ],
    [
      [0.1234, 0.1],
      ['0.123', '0.100'],
    ],
    [
      [1200, 1234.5],
      ['1,200', '1,235'],
    ],
    [
      [-0.04, 12],
      ['0', '12'],
    ],
    [
      [0, 0],
      ['0', '0'],
    ],
    [[5], ['5']],
  ])('beside each other %j reads %j', (values, texts) => {
    expect(alike(values, 'en')).toEqual(texts);
  });
  it('carry their unit behind a space, if they have one', () => {
    expect(withUnit('20', '%')).toBe('20 %');
    expect(withUnit('20', '')).toBe('20');
  });
});
