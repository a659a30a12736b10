import Papa from 'papaparse';
import type { LocalDate } from '@/lib/model/schema/scalars';
import { readDate, type DateRead, type DayOrder } from './typed-date';
import { readNumber, type DecimalMark, type NumberRead } from './typed-number';

/** Values that people type or paste. Used where the grid is drawn: no storage, no network, no zod. */
export type PasteChoice = { order?: DayOrder; mark?: DecimalMark };
export type RejectReason = 'noDate' | 'noNumber' | 'noValue' | 'twice' | 'future';
export type Pasted = {
  /** One value per period start, ascending. Empty while something is in doubt. */
  values: { period: LocalDate; v: number }[];
  /** Every row that is not among the values, but for a header; `line` counts from 1. */
  rejected: { line: number; text: string; reason: RejectReason }[];
  /** What the person must choose first, with one cell as the example and both ways to read it. */
  doubt: {
    order?: { cell: string; dayFirst: LocalDate; monthFirst: LocalDate };
    mark?: { cell: string; comma: number; point: number };
  };
};

/** Pasted text longer than this is cut; a sheet of 5,000 periods has about 100 kB. */
const mostCharacters = 2_000_000;

type Line = { line: number; cells: string[]; text: string };

/** Ways to part a line, most telling first; of several that give equally many readable lines the first is taken. */
const ways: ((text: string) => string[][])[] = [
  ...['\t', ';', ',', '|'].map((delimiter) => (text: string) => Papa.parse<string[]>(text, { delimiter }).data),
  (text) => text.split(/\r\n|\r|\n/).map((line) => /^(.*\S)\s+(\S+)\s*$/.exec(line)?.slice(1) ?? [line]), // at the last space
];

function linesOf(text: string, languages: readonly string[]): { lines: Line[]; columns: Columns } {
  const clean = text
    .replace(/^\uFEFF/, '')
    .replace(/^sep=.\r?\n/i, '')
    .slice(0, mostCharacters);
  let best: { lines: Line[]; columns: Columns; readable: number } | undefined;
  for (const part of ways) {
    const lines = part(clean)
      .map((cells, i) => ({ line: i + 1, cells: cells.map((cell) => cell.trim()), text: cells.join(' ').trim().slice(0, 120) }))
      .filter((line) => line.text !== '');
    const columns = columnsOf(lines, languages);
    const readable = lines.filter(
      ({ cells }) => readDate(cells[columns.date] ?? '', languages) && isNumber(readNumber(cells[columns.value] ?? '')),
    ).length;
    if (!best || readable > best.readable) best = { lines, columns, readable };
  }
  return best ?? { lines: [], columns: { date: -1, value: -1 } };
}

type Columns = { date: number; value: number };

/** The column with most dates, and beside it the first column with most numbers; -1: none. */
function columnsOf(lines: Line[], languages: readonly string[]): Columns {
  const width = lines.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const score = (fits: (cell: string) => boolean, not = -1): number => {
    let best = -1;
    let most = 0;
    for (let i = 0; i < width; i++) {
      const hits = i === not ? 0 : lines.filter(({ cells }) => fits(cells[i] ?? '')).length;
      if (hits > most) [best, most] = [i, hits];
    }
    return best;
  };
  const date = score((cell) => readDate(cell, languages) !== null);
  return { date, value: score((cell) => isNumber(readNumber(cell)), date) };
}

const isNumber = (read: NumberRead): read is Exclude<NumberRead, 'missing' | null> => read !== null && read !== 'missing';
const isEitherDate = (read: DateRead): read is Extract<DateRead, { either: object }> => read !== null && typeof read !== 'string';

/**
 * Reads what was pasted from a sheet or typed as lines: `date, value`, separated by tabs, semicolons or commas, with or without a
 * header. Day and month order and the decimal mark are decided by the whole column (a part above 12, a mark that can only be a
 * decimal one), else by `choice`, else asked for in `doubt`. `startOf` maps a date to the start of its period; of several rows
 * for one period the first is taken and the others are rejected as `twice`.
 */
export function readPasted(
  text: string,
  ask: { startOf: (date: LocalDate) => LocalDate; today: LocalDate; choice?: PasteChoice; languages?: readonly string[] },
): Pasted {
  const languages = ask.languages ?? [];
  const { lines, columns } = linesOf(text, languages);
  const read = lines.map((line) => ({
    ...line,
    date: readDate(line.cells[columns.date] ?? '', languages),
    dateCell: line.cells[columns.date] ?? '',
    number: columns.value < 0 ? null : readNumber(line.cells[columns.value] ?? ''),
    numberCell: line.cells[columns.value] ?? '',
  }));

  const order = ask.choice?.order ?? orderOf(read.map((r) => r.dateCell));
  const mark = ask.choice?.mark ?? markOf(read.map((r) => r.number));
  const doubt: Pasted['doubt'] = {};
  const rejected: Pasted['rejected'] = [];
  const values = new Map<LocalDate, number>();

  for (const [i, row] of read.entries()) {
    const reject = (reason: RejectReason) => rejected.push({ line: row.line, text: row.text, reason });
    if (isEitherDate(row.date) && !order) doubt.order ??= { cell: row.dateCell, ...row.date.either };
    if (isNumber(row.number) && 'either' in row.number && !mark) doubt.mark ??= { cell: row.numberCell, ...row.number.either };
    const date = isEitherDate(row.date) ? row.date.either[order ?? 'dayFirst'] : row.date;
    if (date === null) {
      if (i > 0 || isNumber(row.number)) reject('noDate'); // the first line is a header when it has neither date nor number
      continue;
    }
    if (row.number === 'missing') reject('noValue');
    else if (row.number === null) reject('noNumber');
    else if ('value' in row.number && row.number.mark && mark && row.number.mark !== mark) reject('noNumber');
    else {
      const period = ask.startOf(date);
      if (period > ask.today) reject('future');
      else if (values.has(period)) reject('twice');
      else values.set(period, 'value' in row.number ? row.number.value : row.number.either[mark ?? 'point']);
    }
  }
  if (doubt.order || doubt.mark) return { values: [], rejected: [], doubt };
  return { values: [...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([period, v]) => ({ period, v })), rejected, doubt };
}

/** The order that some date of the column shows by a part above 12; undefined: none shows it, or they contradict each other. */
function orderOf(cells: string[]): DayOrder | undefined {
  const shown = new Set<DayOrder>();
  for (const cell of cells) {
    const match = /^(\d{1,2})[-/. ](\d{1,2})[-/. ]\d{2,4}/.exec(cell);
    if (match && Number(match[1]) > 12) shown.add('dayFirst');
    if (match && Number(match[2]) > 12) shown.add('monthFirst');
  }
  const [only, second] = [...shown];
  return second ? undefined : only;
}

/** The decimal mark that some number of the column shows beyond doubt; undefined: none does, or they contradict each other. */
function markOf(numbers: NumberRead[]): DecimalMark | undefined {
  const shown = new Set(numbers.map((n) => (isNumber(n) && 'value' in n ? n.mark : undefined)).filter((m) => m !== undefined));
  const [only, second] = [...shown];
  return second ? undefined : only;
}
