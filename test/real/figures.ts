// The figures that a panel shows, beside those that Superset was filled with.
import type { Frame, Page } from 'playwright-core';
import { expect } from 'vitest';
import { panelWith } from '../support/panel.ts';

export type Point = { start: string; value: number | null };
const patient = { timeout: 30_000 };

/** All rows behind “Figures”, oldest first, as they are, unrounded. */
export async function figuresIn(frame: Frame): Promise<(number | null)[]> {
  const button = frame.getByRole('button', { name: 'Figures', exact: true });
  await button.click();
  const cells = frame.locator('.chart-figures td.num, .scroll-table td.num');
  await cells.first().waitFor();
  const shown = await cells.evaluateAll((all) => all.map((cell) => cell.getAttribute('title')));
  await button.click();
  return shown.map((text) => (text === null ? null : Number(text))).toReversed();
}
/** What Superset was filled with, one value for each week from the first to the last one that has begun; null: none. */
export function weekly(points: Point[]): (number | null)[] {
  const today = Temporal.Now.plainDateISO().toString();
  const by = new Map(points.map(({ start, value }) => [start, value]));
  const last =
    points
      .map(({ start }) => start)
      .filter((start) => start <= today)
      .at(-1) ?? '';
  const weeks: string[] = [];
  for (let week = points[0]?.start ?? ''; week <= last; week = Temporal.PlainDate.from(week).add({ weeks: 1 }).toString()) weeks.push(week);
  return weeks.map((week) => by.get(week) ?? null);
}
/** The panel of a class, with its outcome unfolded. */
export async function unfold(page: Page): Promise<Frame> {
  const frame = await panelWith(page, 'Business outcomes');
  const button = frame.getByRole('button', { name: 'Open', exact: true });
  await expect.poll(async () => (await button.isVisible()) || (await frame.locator('.statement').first().isVisible()), patient).toBe(true);
  if (await button.isVisible()) await button.click();
  await frame.locator('.statement').first().waitFor();
  return frame;
}
