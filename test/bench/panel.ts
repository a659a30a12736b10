import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixtureAt } from '../fixtures/serve.ts';
import { type Chromium, openChromium } from '../support/chromium.ts';
import { serve } from '../support/host.ts';
import { ask } from '../support/own-page.ts';
import { type Figure, interleaved, iqr, median } from './figures.ts';
import { openUntouched } from './untouched.ts';

const course = '/course/view.php?id=7';
const dashboard = '/superset/dashboard/all-depots/';

/** Turns the two sites on and fills the sample, with the course's panel open. `port`: where both are served. */
export async function prepare(kit: Chromium, port: number): Promise<void> {
  const [lms, bi] = [`lms.test:${port}`, `bi.test:${port}`];
  for (const url of [`http://${lms}${course}`, `http://${bi}${dashboard}`]) {
    const page = await kit.context.newPage();
    await page.goto(url);
    await kit.turnOn(page);
    await page.close();
  }
  await ask(kit, 'own/sampleLoad', { write: 'bench-sample', lms, bi });
  const { courses } = await ask(kit, 'own/catalogue', {});
  for (const { id } of courses) await ask(kit, 'panel/viewState', { course: id, open: [], folded: false });
}

/** How soon a panel with a tag is seen on a course page, with the worker running and with the worker stopped. */
export async function measure(): Promise<Figure[]> {
  const host = await serve([(_request, url) => fixtureAt(url)]);
  const profile = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  try {
    const kit = await openChromium({ profile });
    await prepare(kit, host.port);
    await kit.close();
    const browser = await openUntouched(profile);
    const url = `http://lms.test:${host.port}${course}`;
    try {
      const seen = await interleaved({ warm: async () => ({ visible: await browser.visible(url) }) }, 21);
      const cold = await interleaved(
        {
          cold: async () => {
            await browser.stopWorker();
            return { visible: await browser.visible(url) };
          },
        },
        21,
        1,
      );
      const figure = (name: string, values: number[], budget: number): Figure => ({
        name: `panel visible after DOMContentLoaded, ${name} worker`,
        value: median(values),
        unit: 'ms',
        budget,
        baseline: null,
        iqr: iqr(values),
        n: values.length,
      });
      return [figure('warm', seen.warm['visible'] ?? [], 150), figure('cold', cold.cold['visible'] ?? [], 400)];
    } finally {
      await browser.close();
    }
  } finally {
    await host.close();
    rmSync(profile, { recursive: true, force: true });
  }
}
