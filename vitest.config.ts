import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '');
const browserTests = { retry: 0, testTimeout: 60_000, hookTimeout: 120_000, fileParallelism: false, maxWorkers: 1 } as const;

export default defineConfig({
  resolve: { alias: { '@': root, '~': root, 'webextension-polyfill': `${root}/test/support/fake-browser.ts` } },
  test: {
    reporters: ['default', './test/support/last-line.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}', 'test/contract/**/*.test.ts'],
          setupFiles: ['test/support/unit-setup.ts'],
        },
      },
      {
        extends: true,
        test: { ...browserTests, name: 'chromium', include: ['test/e2e/**/*.chromium.test.ts'], sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: { ...browserTests, name: 'firefox', include: ['test/e2e/**/*.firefox.test.ts'], sequence: { groupOrder: 2 } },
      },
      {
        extends: true,
        test: {
          ...browserTests,
          hookTimeout: 1_500_000,
          name: 'real',
          include: ['test/real/**/*.test.ts'],
          globalSetup: ['test/real/set-up.ts'],
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
