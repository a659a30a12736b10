/** Of as many answers the middle is taken: a single slow one says little. */
const kept = 9;
/** The engine's `Date` has whole seconds, and stands for the middle of one. */
const half = 500;

/** The differences between the storage's clock and ours with one more, ms; `sent` and `answered` by our clock. Null: the engine did not say. */
export function withSample(offsets: readonly number[], serverNow: number | null, sent: number, answered: number): number[] {
  if (serverNow === null) return [...offsets];
  return [...offsets, Math.round(serverNow + half - (sent + answered) / 2)].slice(-kept);
}
