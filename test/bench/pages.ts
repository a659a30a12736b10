import type { CDPSession, Page } from 'playwright-core';
import { openTwin } from './twin-browser.ts';
import { type Chromium, openChromium } from '../support/chromium.ts';
import { fixtureAt } from '../fixtures/serve.ts';
import { serve } from '../support/host.ts';
import { ask } from '../support/own-page.ts';
import { type Figure, interleaved, iqr, median } from './figures.ts';
import { prepare } from './panel.ts';

type Seen = { insertions: number; firstAt: number; shifts: number; longest: number; nodes: number };
type Watched = { __seen: Seen & { insertedAt: number[] } };

const course = '/course/view.php?id=7';
const signIn = '/login/index.php';
const dashboard = '/superset/dashboard/all-depots/';
const rounds = 21;

/** Counts, in the host page: what is inserted and when, layout shifts outside of the insertion's own frame, long tasks. */
function watch(): void {
  if (location.protocol !== 'http:') return;
  const seen = { insertions: 0, firstAt: -1, shifts: 0, longest: 0, nodes: 0, insertedAt: [] as number[] };
  Object.assign(globalThis, { __seen: seen });
  new MutationObserver((records) => {
    for (const node of records.flatMap((r) => [...r.addedNodes])) {
      if (!(node instanceof Element) || !/^(throughline|twin)-/i.test(node.localName)) continue;
      seen.insertions += 1;
      seen.insertedAt.push(performance.now());
      if (seen.firstAt < 0) seen.firstAt = performance.now();
    }
  }).observe(document, { childList: true, subtree: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
      if (!entry.hadRecentInput && !seen.insertedAt.some((at) => Math.abs(entry.startTime - at) < 60)) seen.shifts += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.longest = Math.max(seen.longest, entry.duration);
  }).observe({ type: 'longtask', buffered: true });
}

async function metrics(cdp: CDPSession): Promise<{ script: number; heap: number }> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { metrics: all } = await cdp.send('Performance.getMetrics');
  const of = (name: string) => all.find((m) => m.name === name)?.value ?? Number.NaN;
  return { script: of('ScriptDuration') * 1000, heap: of('JSHeapUsedSize') / 1e6 };
}

/** One visit in a fresh tab: thread time of scripts, heap after collection, and what the page saw. */
async function visit(
  context: Chromium['context'],
  url: string,
  settled: (page: Page) => Promise<unknown>,
): Promise<Record<string, number>> {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  try {
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    await cdp.send('HeapProfiler.enable');
    await page.goto(url);
    const extra = (await settled(page)) as Record<string, number> | undefined;
    await page.evaluate(
      () => new Promise<void>((done) => requestIdleCallback(() => requestAnimationFrame(() => done()), { timeout: 500 })),
    );
    const figures = await metrics(cdp);
    const seen = await page.evaluate(() => {
      const { insertions, firstAt, shifts, longest } = (globalThis as unknown as Watched).__seen;
      const { domContentLoadedEventEnd: dcl } = performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming;
      const nodes = document.querySelectorAll('throughline-root, throughline-mark').length;
      return { insertions, inserted: firstAt < 0 ? -1 : firstAt - dcl, shifts, longest, nodes };
    });
    return { ...figures, ...seen, ...extra };
  } finally {
    await page.close();
  }
}

/** The panel's words stand in its frame. */
async function drawn(kit: Chromium, page: Page): Promise<void> {
  const frame = await kit.panelFrame(page);
  await frame.locator('.panel-body').first().waitFor();
}

/** Host pages' budgets in Chromium: nothing enabled, a bare twin, a twin with an empty frame and the extension, in turn. */
export async function measure(): Promise<Figure[]> {
  const host = await serve([(_request, url) => fixtureAt(url)]);
  const at = (name: string, path: string) => `http://${name}.test:${host.port}${path}`;
  const [kit, bare, frame, none] = [await openChromium(), await openTwin('bare'), await openTwin('frame'), await openTwin(null)];
  const figures: Figure[] = [];
  try {
    await prepare(kit, host.port);
    const { metrics: kpis } = await ask(kit, 'own/catalogue', {});
    const kpi = kpis[0];
    if (!kpi) throw new Error('the sample has no KPI');
    const where = { site: `superset:bi.test:${host.port}`, dashboard: '60' };
    for (let n = 1; n <= 60; n += 1)
      await ask(kit, 'panel/chartLink', {
        write: `bench-link-${n}`,
        ...where,
        tile: String(1000 + n),
        metricId: kpi.id,
        adoptSource: false,
        source: kpi.source,
      });
    for (const context of [kit.context, bare, frame, none]) await context.addInitScript(watch);

    const quiet = (page: Page) => page.waitForLoadState('load');
    const frames = (page: Page) => page.waitForFunction(() => (globalThis as unknown as Watched).__seen.insertions > 0);
    const unknown = await interleaved(
      {
        none: () => visit(none, at('lms', signIn), quiet),
        bare: () => visit(bare, at('lms', signIn), quiet),
        ours: () => visit(kit.context, at('lms', signIn), quiet),
      },
      rounds,
    );
    const known = await interleaved(
      {
        none: () => visit(none, at('lms', course), quiet),
        frame: () => visit(frame, at('lms', course), frames),
        ours: () => visit(kit.context, at('lms', course), (page) => drawn(kit, page)),
      },
      rounds,
    );
    const marked = (page: Page) => page.waitForFunction(() => document.querySelectorAll('throughline-mark').length >= 60);
    const tiles = await interleaved(
      {
        none: () => visit(none, at('bi', dashboard), quiet),
        bare: () => visit(bare, at('bi', dashboard), quiet),
        ours: () => visit(kit.context, at('bi', dashboard), marked),
      },
      rounds,
    );
    const col = (set: Record<string, number[]>, key: string) => set[key] ?? [];
    const difference = (name: string, ours: number[], twin: number[], unit: string, budget: number): Figure => ({
      name,
      value: median(ours) - median(twin),
      unit,
      budget,
      baseline: median(twin),
      iqr: iqr(ours.map((v) => v - median(twin))),
      n: ours.length,
    });
    const ratio = (name: string, ours: number[], twin: number[], budget: number): Figure => ({
      name,
      value: median(ours) / median(twin),
      unit: '×',
      budget,
      baseline: median(twin),
      iqr: iqr(ours.map((v) => v / median(twin))),
      n: ours.length,
    });
    const most = (name: string, values: number[], unit: string, budget: number, twin: number[] | null = null): Figure => ({
      name,
      value: Math.max(...values),
      unit,
      budget,
      baseline: twin && Math.max(...twin),
      iqr: iqr(values),
      n: values.length,
    });
    const mid = (name: string, values: number[], unit: string, budget: number | null, twin: number[] | null = null): Figure => ({
      name,
      value: median(values),
      unit,
      budget,
      baseline: twin && median(twin),
      iqr: iqr(values),
      n: values.length,
    });

    figures.push(
      difference('page not recognised, script over the twin', col(unknown.ours, 'script'), col(unknown.bare, 'script'), 'ms', 1),
      most('page not recognised, nodes', col(unknown.ours, 'nodes'), 'nodes', 0),
      mid(
        'page not recognised, script over no extension',
        col(unknown.ours, 'script').map((v) => v - median(col(unknown.none, 'script'))),
        'ms',
        null,
      ),
      ratio('course page, script against the twin', col(known.ours, 'script'), col(known.frame, 'script'), 1.3),
      ratio('course page, heap against the twin', col(known.ours, 'heap'), col(known.frame, 'heap'), 1.3),
      mid(
        'course page, script over no extension',
        col(known.ours, 'script').map((v) => v - median(col(known.none, 'script'))),
        'ms',
        null,
      ),
      mid(
        'course page, heap over no extension',
        col(known.ours, 'heap').map((v) => v - median(col(known.none, 'heap'))),
        'MB',
        null,
      ),
      most('course page, longest task', col(known.ours, 'longest'), 'ms', 50, col(known.none, 'longest')),
      most('course page, insertions', col(known.ours, 'insertions'), 'insertions', 1),
      mid('course page, inserted after DOMContentLoaded', col(known.ours, 'inserted'), 'ms', 100),
      most('course page, layout shift beside the insertion', col(known.ours, 'shifts'), '', 0),
      difference('dashboard of 60 tiles, script over the twin', col(tiles.ours, 'script'), col(tiles.bare, 'script'), 'ms', 12),
      most(
        'dashboard of 60 tiles, layout shift',
        col(tiles.ours, 'shifts'),
        '',
        Math.max(0, ...col(tiles.none, 'shifts')),
        col(tiles.none, 'shifts'),
      ),
      mid(
        'dashboard of 60 tiles, script over no extension',
        col(tiles.ours, 'script').map((v) => v - median(col(tiles.none, 'script'))),
        'ms',
        null,
      ),
    );
  } finally {
    await Promise.all([kit.close(), bare.close(), frame.close(), none.close()]);
    await host.close();
  }
  return figures;
}
