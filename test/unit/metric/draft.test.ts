import { expect, test } from 'vitest';
import { changesOf, draftOf, errorsOf, fieldsOf, namesOf } from '@/components/metric/draft';
import { complaints } from '../admin/samples';

const names = { ownerName: 'Field operations manager' };
const draft = draftOf(complaints, names);

test('a draft of a KPI without changes has no errors and writes nothing', () => {
  expect(errorsOf(draft)).toEqual({});
  expect(changesOf(draft, complaints, names)).toBeNull();
  expect(changesOf({ ...draft, ownerName: ' Field operations manager ' }, complaints, names)).toBeNull();
});

test('owner and unit travel as names, only where they were changed; an emptied one is taken away', () => {
  expect(changesOf({ ...draft, ownerName: ' Depot lead ' }, complaints, names)).toEqual({ set: {}, ownerName: 'Depot lead' });
  expect(changesOf({ ...draft, ownerName: '', unitName: ' ' }, complaints, names)).toEqual({ set: {}, ownerName: '' }); // there was no unit
  expect(changesOf({ ...draft, unitName: 'Depots' }, complaints, names)).toEqual({ set: {}, unitName: 'Depots' });
});

test('a KPI that is made says only the names that were typed', () => {
  expect(namesOf({ ...draft, ownerName: ' Depot lead ', unitName: ' ' })).toEqual({ ownerName: 'Depot lead' });
});

test('a range that is given up is taken away', () => {
  const inRange = { ...complaints, betterWhen: 'inRange', range: { low: 1, high: 2 } } as const;
  const changes = changesOf({ ...draftOf(inRange, names), betterWhen: 'lower' }, inRange, names);
  expect(changes?.set).toHaveProperty('range', undefined);
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
