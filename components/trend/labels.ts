/** Width of a text at 11 px in the reader's system font, in px: an estimate on the safe side, since a frame may not measure in its first paint. */
export const textWidth = (text: string): number => text.length * 6.4;

/**
 * Moves labels that stand in a column apart until they are `gap` px from each other, keeping their order and staying within
 * `top` and `bottom`. Gives their y in the given order.
 */
export function spread(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const placed: number[] = [];
  let last = top - gap;
  for (const i of order) {
    last = Math.max(wanted[i] ?? 0, last + gap);
    placed[i] = last;
  }
  let next = bottom + gap;
  for (const i of order.toReversed()) {
    next = Math.min(placed[i] ?? 0, next - gap);
    placed[i] = next;
  }
  return placed;
}

export type Along = { x: number; anchor: 'start' | 'end'; text: string };

/**
 * Labels beside upright lines (launches): the longest of each one's texts that fits to the right of its line before the
 * next one, else to the left of the first free place, else none. `lines` ascending by x.
 */
export function beside(
  lines: readonly { x: number; texts: readonly string[] }[],
  left: number,
  right: number,
  gap: number,
): (Along | null)[] {
  let taken = left;
  return lines.map((line, i) => {
    const limit = lines[i + 1]?.x ?? right;
    const start = line.x + gap;
    const forward = line.texts.find((text) => start + textWidth(text) <= limit - 4 && start >= taken);
    if (forward !== undefined) {
      taken = start + textWidth(forward) + 4;
      return { x: start, anchor: 'start', text: forward };
    }
    const back = line.texts.find((text) => line.x - 4 - textWidth(text) >= taken);
    taken = Math.max(taken, line.x + gap);
    return back === undefined ? null : { x: line.x - 4, anchor: 'end', text: back };
  });
}
