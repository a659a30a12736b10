import { fieldNumber, fieldText } from '@/components/look/number-field';
import { next, startOf, type Rhythm } from '@/lib/model/rules/periods';
import type { LocalDate } from '@/lib/model/schema/scalars';

/** What stands in the grid: text by period start. */
export type Cells = Record<LocalDate, string>;
type Value = { period: LocalDate; v: number };

const shownAtFirst = 12;

/** The kept values and the newest periods up to today's, at least twelve, as text. */
export function textsOf(points: readonly Value[], rhythm: Rhythm, today: LocalDate): Cells {
  const cells: Cells = {};
  const current = startOf(today, rhythm);
  for (let n = 0; n < shownAtFirst; n++) cells[next(current, rhythm.cadence, -n)] = '';
  for (const { period, v } of points) cells[period] = fieldText(v);
  return cells;
}

/** Twelve periods more at the early end. */
export function earlier(cells: Cells, { cadence }: Rhythm): Cells {
  const first = Object.keys(cells).toSorted()[0];
  if (first === undefined) return cells;
  const more = Array.from({ length: shownAtFirst }, (_, n) => [next(first, cadence, -n - 1), ''] as const);
  return { ...cells, ...Object.fromEntries(more) };
}

/** What differs from the kept values; null takes a value back. `wrong`: cells that are no number. */
export function changesOf(
  cells: Cells,
  points: readonly Value[],
): { values: { period: LocalDate; v: number | null }[]; wrong: LocalDate[] } {
  const kept = new Map(points.map(({ period, v }) => [period, v]));
  const values: { period: LocalDate; v: number | null }[] = [];
  const wrong: LocalDate[] = [];
  for (const [period, text] of Object.entries(cells)) {
    const v = fieldNumber(text);
    if (v === undefined) {
      if (kept.has(period)) values.push({ period, v: null });
    } else if (v === null) wrong.push(period);
    else if (kept.get(period) !== v) values.push({ period, v });
  }
  return { values: values.toSorted((a, b) => (a.period < b.period ? -1 : 1)), wrong };
}
