import type { Frame, Page, Locator } from 'playwright-core';
import { expect, vi } from 'vitest';

const patient = { timeout: 30_000 };
const panelIn = (page: Page): Frame | undefined =>
  page.frames().findLast((frame) => frame.url().includes('/panel.html') && !frame.isDetached());

/** The living panel of a page that shows these words, also outside a test. Asked again while the frame is replaced; when it fails it says what was there. */
export async function panelWith(page: Page, words: string | RegExp): Promise<Frame> {
  const look = async () => {
    const frame = panelIn(page);
    return (await frame
      ?.getByText(words)
      .first()
      .isVisible()
      .catch(() => false))
      ? frame
      : undefined;
  };
  try {
    return (await vi.waitUntil(look, patient)) as Frame;
  } catch {
    const said = await panelIn(page)
      ?.locator('body')
      .innerText()
      .catch(() => undefined);
    throw new Error(`The panel of ${page.url()} does not say ${String(words)}. It says: ${said ?? '(there is no panel)'}`);
  }
}

/** Nothing of ours in the page. */
export const nothingIn = (page: Page): Promise<void> =>
  expect.poll(() => page.locator('throughline-root,throughline-mark').count(), patient).toBe(0);

/** Height of the panel's box in px, once it is the same in two pictures. */
export async function settledHeight(page: Page): Promise<number> {
  const height = async () => (await page.locator('throughline-root').boundingBox())?.height ?? 0;
  let before = -1;
  await expect
    .poll(async () => {
      const last = before;
      before = await height();
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      return before === last && before > 0;
    }, patient)
    .toBe(true);
  return before;
}

/** Counts what a person does inside the frame from now on: presses of the pointer, and keys other than those that only move the focus. */
export async function countActs(frame: Frame): Promise<() => Promise<{ pointer: number; keys: string[] }>> {
  await frame.evaluate(() => {
    const acts = { pointer: 0, keys: [] as string[] };
    Object.assign(window, { acts });
    addEventListener('pointerdown', (event) => event.isTrusted && (acts.pointer += 1), true);
    addEventListener('keydown', (event) => event.isTrusted && !['Tab', 'Shift'].includes(event.key) && acts.keys.push(event.key), true);
  });
  return () => frame.evaluate(() => (window as unknown as { acts: { pointer: number; keys: string[] } }).acts);
}

/** Presses Tab in the page until the focus is on an element of the frame that `isThere` accepts; throws after `most` stops. */
export async function tabTo(page: Page, frame: Frame, selector: string, most = 80): Promise<void> {
  for (let stops = 0; stops < most; stops += 1) {
    if (await frame.evaluate((wanted) => document.hasFocus() && document.activeElement?.matches(wanted) === true, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not come to ${selector}`);
}

/**
 * Clicks a control of our frame once a scroll that brings it into sight has been drawn: clicks are aimed by the picture before, and only a
 * machine is quick enough to come between.
 */
export async function press(control: Locator): Promise<void> {
  await control.scrollIntoViewIfNeeded();
  await control.evaluate(() => new Promise<void>((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn()))));
  await control.click();
}
