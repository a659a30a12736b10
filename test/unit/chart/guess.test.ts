import { describe, expect, test } from 'vitest';
import { guessAggregation, guessBetter, guessCalendar, guessDraft } from '@/components/chart/guess';
import { table } from './samples';

describe('which way is better', () => {
  test.each([
    ['Damage complaints per 1,000', 'lower'],
    ['Voluntary turnover', 'lower'],
    ['Scrap rate', 'lower'],
    ['First-contact resolution, %', 'higher'],
    ['Net revenue retention', 'higher'],
    ['On-time delivery', 'higher'],
  ] as const)('%s: %s', (name, better) => expect(guessBetter(name)).toBe(better));
  test.each(['Parcels by depot', 'Complaint resolution of complaints', ''])('%s: the person decides', (name) =>
    expect(guessBetter(name)).toBeUndefined(),
  );
});

test('only weeks that all start on a Sunday are taken for US weeks', () => {
  expect(guessCalendar(['2026-11-08', '2026-11-15'])).toBe('us');
  expect(guessCalendar(['2026-11-08', '2026-11-16'])).toBe('iso');
  expect(guessCalendar([])).toBe('iso');
});

test('counts and money are summed, everything else is averaged', () => {
  expect([guessAggregation('count'), guessAggregation('money'), guessAggregation('rate'), guessAggregation('score')]).toEqual([
    'sum',
    'sum',
    'mean',
    'mean',
  ]);
});

test('a draft takes the tile’s title before the chart’s own, and the cadence of the series', () => {
  expect(guessDraft('Tile title', { ...table, cadence: 'month' }, 'fcr_share')).toMatchObject({
    name: 'Tile title',
    cadence: 'month',
    unit: '%',
    kind: 'rate',
  });
  expect(guessDraft(' ', table, 'fcr_share').name).toBe('FCR by week');
  expect(guessDraft('', null, undefined)).toMatchObject({ name: '', cadence: 'week', kind: 'count', unit: '' });
});
