import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The gallery: every state of the views with invented data, for looking at (`npx vite test/gallery`). Not shipped. */
const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

export default defineConfig({
  root: `${root}/test/gallery`,
  resolve: { alias: { '@': root, 'webextension-polyfill': `${root}/test/gallery/words-only.ts` } },
  server: { host: '127.0.0.1', port: 4173, fs: { allow: [root] } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'react' } },
});
