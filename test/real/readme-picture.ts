// The two pictures of the README, from the real products. Taken anew on demand: THROUGHLINE_SCREENSHOTS=1 npm run real
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const folder = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const mostBytes = 250_000;

/** Takes docs/screenshots/<name>.png of what stands in the page now, if asked for. Throws when it is too large for a README. */
export async function forReadme(page: Page, name: string): Promise<void> {
  if (process.env.THROUGHLINE_SCREENSHOTS !== '1') return;
  const before = page.viewportSize();
  await page.setViewportSize({ width: 1440, height: 900 });
  const image = await page.screenshot({ animations: 'disabled' });
  if (before) await page.setViewportSize(before);
  if (image.byteLength > mostBytes) throw new Error(`${name}.png has ${image.byteLength} bytes, more than ${mostBytes}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}${name}.png`, image);
}
