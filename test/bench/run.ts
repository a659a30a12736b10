import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Figure, table } from './figures.ts';

/** `npm run bench [-- part …]`: all parts by default; prints the table and writes latest.json. */
const parts: Record<string, () => Promise<{ measure(): Promise<Figure[]> }>> = {
  sizes: () => import('./sizes.ts'),
  store: () => import('./store.ts'),
  worker: () => import('./worker-start.ts'),
  pages: () => import('./pages.ts'),
  panel: () => import('./panel.ts'),
  firefox: () => import('./firefox.ts'),
};

const wanted = process.argv.slice(2).filter((a) => !a.startsWith('-'));
const figures: Figure[] = [];
for (const [name, load] of Object.entries(parts)) {
  if (wanted.length && !wanted.includes(name)) continue;
  console.log(`bench: ${name}`);
  figures.push(...(await (await load()).measure()));
}

const file = fileURLToPath(new URL('./latest.json', import.meta.url));
mkdirSync(fileURLToPath(new URL('.', import.meta.url)), { recursive: true });
writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
console.log(`\n${table(figures)}\n\nwritten to test/bench/latest.json`);
if (figures.some((f) => f.budget !== null && f.value > f.budget)) process.exitCode = 1;
