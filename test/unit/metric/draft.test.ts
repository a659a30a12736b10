import { expect, test } from 'vitest';
import { changesOf, draftOf, errorsOf, fieldsOf } from '@/components/metric/draft';
import { complaints } from '../admin/samples';

const draft = draftOf(complaints);

test('a draft of a KPI without changes has no errors and writes nothing', () => {
  expect(errorsOf(draft)).toEqual({});
  expect(changesOf(draft, complaints)).toEqual({});
});

test('a field that is emptied is taken away, not kept as empty text', () => {
  const set = changesOf({ ...draft, owner: '', businessUnit: '' }, complaints);
  expect(set).toHaveProperty('owner', undefined);
  expect(set).not.toHaveProperty('businessUnit'); // there was none
});

test('a range is read as people write numbers, and is kept only while better is “in a range”', () => {
  const inRange = { ...draft, betterWhen: 'inRange', low: '1,5', high: '2.25' } as const;
  expect(errorsOf(inRange)).toEqual({});
  expect(fieldsOf(inRange).range).toEqual({ low: 1.5, high: 2.25 });
  expect(fieldsOf({ ...inRange, betterWhen: 'lower' }).range).toBeUndefined();
  expect(errorsOf({ ...inRange, high: '1.5' }).range).toBe('rangeTurned');
  expect(errorsOf({ ...inRange, low: '' }).range).toBe('rangeMissing');
  expect(errorsOf({ ...inRange, low: '1,234' }).range).toBe('rangeMissing'); // may be two numbers
});

test('only counts and scores may go without a unit', () => {
  expect(errorsOf({ ...draft, unit: ' ' }).unit).toBe('unitMissing');
  expect(errorsOf({ ...draft, unit: '', kind: 'count' })).toEqual({});
  expect(errorsOf({ ...draft, unit: '', kind: 'score' })).toEqual({});
});

test.each(['', '-1', '1.5', '1000', 'a week'])('“%s” is no number of days', (maturity) =>
  expect(errorsOf({ ...draft, maturity }).maturity).toBe('maturityWrong'),
);
