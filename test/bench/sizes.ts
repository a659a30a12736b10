import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Figure } from './figures.ts';

const folder = fileURLToPath(new URL('../../.output/chrome-mv3/content-scripts', import.meta.url));

/** Bytes of each script that can enter a host page (core and one adapter), in kB of 1000. */
export async function measure(): Promise<Figure[]> {
  return readdirSync(folder)
    .filter((f) => f.endsWith('.js'))
    .map((f) => ({
      name: `script in a host page: ${f}`,
      value: statSync(`${folder}/${f}`).size / 1000,
      unit: 'kB',
      budget: 12,
      baseline: null,
      n: 1,
    }));
}
