import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium } from 'playwright-core';
import { findChromium } from '../support/installed.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds a bare twin with WXT (twin/wxt.config.ts) and gives its folder. */
export function buildTwin(variant: 'bare' | 'frame', browser: 'chrome' | 'firefox'): string {
  const done = spawnSync('wxt', ['build', 'test/bench/twin', '-b', browser, '--mv3'], {
    cwd: root,
    env: { ...process.env, TWIN: variant },
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(`the twin did not build: ${done.stderr}`);
  return join(root, `.output/twin-${variant}/${browser}-mv3`);
}

/** A Chromium like the one under test with a twin in it, or with no extension at all. */
export async function openTwin(variant: 'bare' | 'frame' | null): Promise<BrowserContext> {
  const extension = variant && buildTwin(variant, 'chrome');
  return chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'throughline-twin-')), {
    executablePath: findChromium() ?? '',
    headless: true,
    viewport: { width: 1440, height: 1000 },
    colorScheme: 'light',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--host-resolver-rules=MAP *.test 127.0.0.1, MAP *.localhost 127.0.0.1',
      ...(extension ? [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`] : []),
    ],
  });
}
