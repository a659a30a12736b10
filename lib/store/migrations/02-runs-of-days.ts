import type { Step } from './step';

type Before = { periods: string; v: Float64Array; num: Float64Array | null; den: Float64Array | null };
type Numbers = { of: Float64Array; over: number };

const dayOf = (date: string): number => Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000);

/** Ten characters per period become the first and the steps between them; the arrays say by what they are divided. The next write of a series narrows its numbers. */
function after({ periods, v, num, den, ...rest }: Before): unknown {
  const dates = Array.from(v, (_, i) => periods.slice(i * 10, i * 10 + 10));
  const steps: number[] = [];
  for (const [i, date] of dates.entries()) {
    if (i === 0) continue;
    const step = dayOf(date) - dayOf(dates[i - 1]!);
    if (steps.at(-2) === step) steps.push(steps.pop()! + 1);
    else steps.push(step, 1);
  }
  const numbers = (of: Float64Array): Numbers => ({ of, over: 1 });
  return { ...rest, days: { first: dates[0] ?? null, steps }, v: numbers(v), num: num && numbers(num), den: den && numbers(den) };
}

/** Rows of series in a fraction of their bytes. */
export const runsOfDays: Step = {
  name: '02-runs-of-days',
  async run(_, tx) {
    for (let at = await tx.objectStore('series').openCursor(); at; at = await at.continue()) await at.update!(after(at.value as Before));
  },
};
