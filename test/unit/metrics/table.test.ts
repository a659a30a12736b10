import { afterEach, describe, expect, test } from 'vitest';
import { dateOf, dateReader } from '@/lib/metrics/dates';
import { cadenceOfPeriods, readTable } from '@/lib/metrics/table';
import { startOf } from '@/lib/model/rules/periods';
import { guessUnit } from '@/lib/metrics/unit-guess';

describe('dates of a source', () => {
  const zone = process.env.TZ;
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  });
  // Midnight in naive UTC is the evening before in California and noon in New Zealand: the date must not move.
  test.each([
    ['UTC', 0],
    ['America/Los_Angeles', 480],
    ['Pacific/Auckland', -780],
  ])('keep their calendar date under TZ=%s', (name, offset) => {
    process.env.TZ = name;
    expect(new Date(2026, 0, 5).getTimezoneOffset()).toBe(offset); // the zone is really set
    expect([
      dateOf(Date.UTC(2026, 0, 5)),
      dateOf(Date.UTC(2026, 11, 31, 23, 59)),
      dateOf('2026-03-29T02:30:00'),
      dateOf('2026-03-29'),
    ]).toEqual(['2026-01-05', '2026-12-31', '2026-03-29', '2026-03-29']);
    const rows = ['2026-11-09', '2026-11-16', '2026-11-23'].map((d) => ({ d: Date.parse(`${d}T00:00:00Z`), v: 1 }));
    const read = readTable(rows, { names: ['d', 'v'], numbers: ['v'], time: 'd', texts: [] }, { today: '2026-11-25', scale: 1 });
    expect(read.series.v?.map((p) => startOf(p.period, { cadence: 'week', calendar: 'iso' }))).toEqual([
      '2026-11-09',
      '2026-11-16',
      '2026-11-23',
    ]);
    expect(read.partial).toEqual(['2026-11-23']);
  });
  test.each([null, undefined, Number.NaN, Infinity, 1e20, '', 'Total', '2026-13-45', true, {}])('%s is none', (cell) =>
    expect(dateOf(cell)).toBeNull(),
  );
});

describe('midnights of a database in another zone', () => {
  // The start of the same two weeks, summer and winter, as each zone's database truncates it.
  const zones = [
    'UTC',
    'Europe/London',
    'Europe/Berlin',
    'America/Los_Angeles',
    'America/Sao_Paulo',
    'Asia/Kolkata',
    'Australia/Sydney',
    'Australia/Lord_Howe',
    'Pacific/Auckland',
    'Pacific/Honolulu',
  ];
  const weeks = ['2026-01-05', '2026-07-06'];
  const instants = (zone: string) => weeks.map((week) => Temporal.PlainDate.from(week).toZonedDateTime(zone).epochMilliseconds);
  test.each(zones)('%s', (zone) => {
    const cells = instants(zone);
    const read = dateReader(cells, true);
    expect(cells.map(read)).toEqual(weeks);
  });
  test.each([
    ['a query that does not truncate', instants('Europe/Berlin'), false],
    ['three times of day', [...instants('Europe/Berlin'), Date.UTC(2026, 0, 5, 9)], true],
    ['two times that are no summer and winter', [Date.UTC(2026, 0, 5, 22), Date.UTC(2026, 6, 5, 18)], true],
  ])('%s: times are taken as they are written', (_, cells, truncated) =>
    expect(cells.map(dateReader(cells, truncated))).toEqual(cells.map(dateOf)),
  );
});

describe('cadence from the spacing', () => {
  const every = (step: Temporal.DurationLike, n: number) =>
    Array.from({ length: n }, (_, i) => {
      let date = Temporal.PlainDate.from('2025-01-06');
      for (let k = 0; k < i; k++) date = date.add(step);
      return date.toString();
    });
  test.each([
    [{ days: 1 }, 'day'],
    [{ weeks: 1 }, 'week'],
    [{ months: 1 }, 'month'],
    [{ months: 3 }, 'quarter'],
    [{ years: 1 }, null],
  ])('%o', (step, cadence) => expect(cadenceOfPeriods(every(step, 9))).toBe(cadence));
  test('gaps do not mislead', () => expect(cadenceOfPeriods(every({ weeks: 1 }, 20).filter((_, i) => i % 7 !== 3))).toBe('week'));
  test('one period has none', () => expect(cadenceOfPeriods(['2026-01-05'])).toBeNull());
});

describe('tables', () => {
  const ask = { today: '2026-11-25', scale: 1 };
  test('no column of numbers, no column of dates', () => {
    const columns = { names: ['region', 'note'], numbers: [], time: null, texts: ['region', 'note'] };
    expect(() => readTable([{ region: 'EU' }], columns, ask)).toThrow(
      expect.objectContaining({ code: 'noNumbers', detail: { found: 'region, note' } }),
    );
    expect(() => readTable([{ v: 1 }, { v: 2 }], { ...columns, numbers: ['v'] }, ask)).toThrow(
      expect.objectContaining({ code: 'noDates' }),
    );
  });
  test('a label beside each date does not split a line', () => {
    const rows = [
      { d: '2026-11-09', label: 'W46', v: 1 },
      { d: '2026-11-16', label: 'W47', v: 2 },
    ];
    expect(readTable(rows, { names: ['d', 'label', 'v'], numbers: ['v'], time: 'd', texts: ['label'] }, ask).valueColumns).toEqual(['v']);
  });
  test('several values and lines: both are named', () => {
    const rows = ['EU', 'US'].map((region) => ({ d: '2026-11-09', region, v: 1, w: 2 }));
    expect(
      readTable(rows, { names: ['d', 'region', 'v', 'w'], numbers: ['v', 'w'], time: 'd', texts: ['region'] }, ask).valueColumns,
    ).toEqual(['v, EU', 'w, EU', 'v, US', 'w, US']);
  });
  test.each([
    ['2026-11-23', true],
    ['2026-11-16', false],
    ['2026-11-18', false],
    ['2026-11-19', true],
  ])('a week from %s is open: %s', (last, open) => {
    const before = Temporal.PlainDate.from(last).subtract({ weeks: 1 }).toString();
    const rows = [
      { d: before, v: 1 },
      { d: last, v: 1 },
    ];
    expect(readTable(rows, { names: ['d', 'v'], numbers: ['v'], time: 'd', texts: [] }, ask).partial).toEqual(open ? [last] : []);
  });
});

describe('unit', () => {
  const guess = (column: string, title = '', more = {}) => guessUnit({ column, title, ...more });
  test.each([
    [guess('avg_score', '', { format: '.1%' }), { unit: '%', kind: 'rate' }],
    [guess('revenue', '', { currency: 'CHF' }), { unit: 'CHF', kind: 'money' }],
    [guess('revenue', '', { format: '$,.2f' }), { unit: 'USD', kind: 'money' }],
    [guess('fcr_pct'), { unit: '%', kind: 'rate' }],
    [guess('complaints per 1,000 parcels'), { unit: 'per 1,000 parcels', kind: 'rate' }],
    [guess('median_days'), { unit: 'days', kind: 'duration' }],
    [guess('value', 'CSAT by week'), { unit: 'points', kind: 'score' }],
    [guess('cost', 'Cost in €'), { unit: 'EUR', kind: 'money' }],
    [guess('x', 'Something'), null],
  ])('%o', (guessed, expected) => expect(guessed).toEqual(expected));
});
