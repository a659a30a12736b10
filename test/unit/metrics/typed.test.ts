import { describe, expect, test } from 'vitest';
import { readPasted } from '@/lib/metrics/typed';
import { readDate } from '@/lib/metrics/typed-date';
import { readNumber } from '@/lib/metrics/typed-number';

const startOf = (date: string) => date;
const paste = (text: string, choice = {}) => readPasted(text, { startOf, today: '2026-11-25', choice });

describe('dates', () => {
  test.each([
    ['2026-03-04', '2026-03-04'],
    ['2026/3/4', '2026-03-04'],
    ['2026-03-04T00:00:00+09:00', '2026-03-04'],
    ['2026-03', '2026-03-01'],
    ['03/2026', '2026-03-01'],
    ['2026-W53', '2026-12-28'],
    ['2024W01', '2024-01-01'],
    ['2026-Q3', '2026-07-01'],
    ['Q3 2026', '2026-07-01'],
    ['25.3.2026', '2026-03-25'],
    ['3/25/26', '2026-03-25'],
    ['5 March 2026', '2026-03-05'],
    ['5. März 26', '2026-03-05'],
    ['05-Mar-2026', '2026-03-05'],
    ['March 5, 2026', '2026-03-05'],
    ['Jan-26', '2026-01-01'],
    ['ene-26', '2026-01-01'],
    ['5 de março de 2026', '2026-03-05'],
    ["Sept '26", '2026-09-01'],
  ])('%s', (cell, date) => expect(readDate(cell)).toBe(date));

  test.each(['', 'Total', '31.2.2026', '2026-13-01', '2027-W53', '12', 'Foo 2026', '2026-00-10'])('%s is none', (cell) =>
    expect(readDate(cell)).toBeNull(),
  );

  test('both orders possible: says so', () => {
    expect(readDate('03/04/2026')).toEqual({ either: { dayFirst: '2026-04-03', monthFirst: '2026-03-04' } });
    expect(readDate('04.04.2026')).toBe('2026-04-04');
  });
});

describe('numbers', () => {
  test.each([
    ['3,75', 3.75],
    ['3.75', 3.75],
    ['1.234,5', 1234.5],
    ['1,234.5', 1234.5],
    ['1 234,5', 1234.5],
    ['1\u202f234,5', 1234.5],
    ["1'234.5", 1234.5],
    ['1,234,567', 1234567],
    ['12.5 %', 12.5],
    ['€ 1.200,00', 1200],
    ['USD 1,200.50', 1200.5],
    ['12 EUR', 12],
    ['(3.2)', -3.2],
    ['3.2-', -3.2],
    ['−3.2', -3.2],
    ['0,125', 0.125],
    ['.5', 0.5],
    ['1234,567', 1234.567],
    ['7', 7],
    ['1e3', 1000],
    ['0.1234567890123456789', 0.123456789012346],
  ])('%s', (cell, value) => expect(readNumber(cell)).toMatchObject({ value }));

  test.each(['abc', '1.2.3', '1,23,4', '12 of 14', '1.234,5,6', '9'.repeat(20)])('%s is none', (cell) =>
    expect(readNumber(cell)).toBeNull(),
  );
  test.each(['', '-', 'n/a', '#N/A', '#DIV/0!', 'NULL', '.'])('"%s" is missing, not zero', (cell) =>
    expect(readNumber(cell)).toBe('missing'),
  );
  test('a thousand or a fraction: says both', () => expect(readNumber('1,234')).toEqual({ either: { comma: 1.234, point: 1234 } }));
});

describe('paste', () => {
  test('a sheet with header, tabs, decimal comma, a gap and a total', () => {
    const read = paste('Week\tComplaints per 1,000\n2026-01-12\t3,75\n2026-01-05\t4,1\n2026-01-19\tn/a\nTotal\t7,85\n');
    expect(read.values).toEqual([
      { period: '2026-01-05', v: 4.1 },
      { period: '2026-01-12', v: 3.75 },
    ]);
    expect(read.rejected).toEqual([
      { line: 4, text: '2026-01-19 n/a', reason: 'noValue' },
      { line: 5, text: 'Total 7,85', reason: 'noDate' },
    ]);
  });

  test.each([
    ['semicolons, byte order mark and hint line', '\uFEFFsep=;\r\n2026-01-05;3,75\r\n2026-01-12;4\r\n'],
    ['commas and quotes', 'date,value\n"2026-01-05","3.75"\n2026-01-12,4'],
    ['spaces with a decimal comma', '2026-01-05 3,75\n2026-01-12 4'],
    ['another text column between', '2026-01-05\tNorth\t3.75\n2026-01-12\tNorth\t4'],
  ])('%s', (_, text) =>
    expect(paste(text)).toMatchObject({
      values: [
        { period: '2026-01-05', v: 3.75 },
        { period: '2026-01-12', v: 4 },
      ],
      rejected: [],
      doubt: {},
    }),
  );

  test('day and month order is settled by the column, not by the cell', () => {
    expect(paste('03/04/2026\t1\n25/04/2026\t2').values).toEqual([
      { period: '2026-04-03', v: 1 },
      { period: '2026-04-25', v: 2 },
    ]);
    expect(paste('03/04/2026\t1\n04/25/2026\t2').values).toEqual([
      { period: '2026-03-04', v: 1 },
      { period: '2026-04-25', v: 2 },
    ]);
  });

  test('nothing settles it: no values until the person chooses', () => {
    const read = paste('03/04/2026\t1\n05/06/2026\t2');
    expect(read).toEqual({
      values: [],
      rejected: [],
      doubt: { order: { cell: '03/04/2026', dayFirst: '2026-04-03', monthFirst: '2026-03-04' } },
    });
    expect(paste('03/04/2026\t1\n05/06/2026\t2', { order: 'monthFirst' }).values.map((v) => v.period)).toEqual([
      '2026-03-04',
      '2026-05-06',
    ]);
  });

  test('1,234: asked for, unless another cell shows the mark', () => {
    expect(paste('2026-01-05\t1,234\n2026-01-12\t2,345').doubt).toEqual({ mark: { cell: '1,234', comma: 1.234, point: 1234 } });
    expect(paste('2026-01-05\t1,234\n2026-01-12\t2,345', { mark: 'point' }).values[0]?.v).toBe(1234);
    expect(paste('2026-01-05\t1,234\n2026-01-12\t2,5').values[0]?.v).toBe(1.234);
  });

  test('marks that contradict each other: the choice decides, and the others are named', () => {
    const read = paste('2026-01-05\t1,5\n2026-01-12\t2.5\n2026-01-19\t1,234');
    expect(read.doubt.mark).toBeDefined();
    expect(paste('2026-01-05\t1,5\n2026-01-12\t2.5', { mark: 'comma' })).toMatchObject({
      values: [{ v: 1.5 }],
      rejected: [{ line: 2, reason: 'noNumber' }],
    });
  });

  test('two rows for one period, a date to come, a word for a number', () => {
    const read = readPasted('2026-01-05\t1\n2026-01-07\t2\n2027-01-04\t3\n2026-01-12\tmany', {
      today: '2026-11-25',
      startOf: (date) =>
        Temporal.PlainDate.from(date)
          .subtract({ days: Temporal.PlainDate.from(date).dayOfWeek - 1 })
          .toString(),
    });
    expect(read.values).toEqual([{ period: '2026-01-05', v: 1 }]);
    expect(read.rejected.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'twice'],
      [3, 'future'],
      [4, 'noNumber'],
    ]);
  });

  test('no row is lost without a word', () => {
    const text = Array.from({ length: 500 }, (_, i) => `${i % 7 ? '2026-01-05' : 'x'}\t${i % 5 ? i : 'y'}`).join('\n');
    const { values, rejected } = paste(`2025-01-01\t1\n${text}`);
    expect(values.length + rejected.length).toBe(501);
  });

  test('nothing readable', () => expect(paste('hello\nworld')).toMatchObject({ values: [], doubt: {} }));
});
