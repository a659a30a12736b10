/** One line of the results file; `baseline` is the twin's median where the budget is a difference or a ratio. */
export type Figure = {
  name: string;
  value: number;
  unit: string;
  budget: number | null;
  baseline: number | null;
  iqr?: [number, number];
  n: number;
};

const at = (sorted: number[], share: number) => {
  const position = (sorted.length - 1) * share;
  const low = sorted[Math.floor(position)] ?? Number.NaN;
  const high = sorted[Math.ceil(position)] ?? Number.NaN;
  return low + (high - low) * (position - Math.floor(position));
};

/** Quantile by linear interpolation. */
export const quantile = (values: number[], share: number) =>
  at(
    values.toSorted((a, b) => a - b),
    share,
  );
export const median = (values: number[]) => quantile(values, 0.5);
export const iqr = (values: number[]): [number, number] => [quantile(values, 0.25), quantile(values, 0.75)];

/** Runs the named cases in turn, `rounds` times after `warmUps` uncounted rounds, so that drift of the machine meets all alike. */
export async function interleaved<K extends string>(
  cases: Record<K, () => Promise<Record<string, number>>>,
  rounds: number,
  warmUps = 2,
): Promise<Record<K, Record<string, number[]>>> {
  const names = Object.keys(cases) as K[];
  const out = new Map<K, Record<string, number[]>>(names.map((name) => [name, {}]));
  for (let round = -warmUps; round < rounds; round += 1)
    for (const name of names) {
      const found = await cases[name]();
      const kept = out.get(name);
      if (round >= 0 && kept) for (const [key, value] of Object.entries(found)) (kept[key] ??= []).push(value);
    }
  return Object.fromEntries(out) as Record<K, Record<string, number[]>>;
}

const shown = (n: number) => (Math.abs(n) >= 100 ? n.toFixed(0) : Math.abs(n) >= 10 ? n.toFixed(1) : n.toFixed(2));

/** The table that the command prints; a figure over its budget is marked. */
export function table(figures: Figure[]): string {
  const rows = figures.map((f) => [
    f.name,
    `${shown(f.value)} ${f.unit}`,
    f.iqr ? `${shown(f.iqr[0])}–${shown(f.iqr[1])}` : '',
    f.baseline === null ? '' : shown(f.baseline),
    f.budget === null ? '' : `≤ ${f.budget}`,
    f.budget === null ? '' : f.value <= f.budget ? 'holds' : 'OVER',
    String(f.n),
  ]);
  const all = [['what', 'value', 'quartiles', 'twin', 'budget', '', 'n'], ...rows];
  const widths = all[0]?.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0))) ?? [];
  return all
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
