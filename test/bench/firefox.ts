import type { Page } from 'puppeteer-core';
import { fixtureAt } from '../fixtures/serve.ts';
import { type Firefox, openFirefox } from '../support/firefox.ts';
import { type Answered, serve } from '../support/host.ts';
import { askIn } from '../support/own-page.ts';
import { type Figure, interleaved, iqr, median } from './figures.ts';
import { buildTwin } from './twin-browser.ts';

const rounds = 7;
const course = '/course/view.php?id=7';
/** The same page with a script of its own that watches the thread; when the panel is seen is measured without it, since it keeps the thread busy. */
const watchedCourse = `${course}&watched`;
/** How long a page is watched after its DOMContentLoaded, ms. */
const watched = 1500;

/**
 * Runs in the host page, as its own script: how long its thread was busy with anything else, at most. In Firefox our frame runs on
 * that thread (facts: frame §0.7). Messages to itself and not timers, since Firefox puts timers off while a page loads.
 */
function watchGaps(span: number): void {
  const found = { longest: 0, done: false };
  Object.assign(globalThis, { __gaps: found });
  document.addEventListener('DOMContentLoaded', () => {
    const from = performance.now();
    let last = from;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      const now = performance.now();
      found.longest = Math.max(found.longest, now - last);
      last = now;
      if (now - from < span) port2.postMessage(0);
      else found.done = true;
    };
    port2.postMessage(0);
  });
}

const withWatch = (page: Answered | null): Answered | null =>
  page && { ...page, body: String(page.body).replace('<head>', `<head><script>(${watchGaps.toString()})(${watched})</script>`) };

type Watched = { __gaps: { longest: number; done: boolean } };

async function visit(kit: Firefox, url: string, look: (page: Page) => Promise<Record<string, number>>): Promise<Record<string, number>> {
  const page = await kit.browser.newPage();
  try {
    await page.goto(url);
    return await look(page);
  } finally {
    await page.close();
  }
}

async function longestGap(page: Page): Promise<Record<string, number>> {
  await page.waitForFunction(() => (globalThis as unknown as Watched).__gaps.done);
  return { gap: await page.evaluate(() => (globalThis as unknown as Watched).__gaps.longest) };
}

/**
 * From the host page's DOMContentLoaded to the picture that first showed the outcome's sentence, ms: the browser's own record of
 * the largest text, since scripts of a test do not come into the frame before ours.
 */
async function drawn(kit: Firefox, page: Page): Promise<Record<string, number>> {
  const frame = await kit.panelFrame(page);
  const at = await frame.evaluate(
    () =>
      new Promise<number>((done) => {
        type Paint = PerformanceEntry & { element: Element | null };
        new PerformanceObserver((list) => {
          const sentence = (list.getEntries() as Paint[]).find(({ element }) => element?.closest('.statement'));

          if (sentence) done(performance.timeOrigin + sentence.startTime);
        }).observe({ type: 'largest-contentful-paint', buffered: true });
      }),
  );
  const loaded = await page.evaluate(
    () => performance.timeOrigin + (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming).domContentLoadedEventEnd,
  );
  return { visible: at - loaded };
}

/** The gap of a page in which `frame` stands: else its figure would be that of a page without one. */
const gapWith =
  (frame: string) =>
  async (page: Page): Promise<Record<string, number>> => {
    await page.waitForSelector(frame);
    return longestGap(page);
  };

/** Firefox's budget: what the panel takes from the host page's thread, against a twin with an empty frame, in turn. */
export async function measure(): Promise<Figure[]> {
  const host = await serve([(_request, url) => (url.pathname + url.search === watchedCourse ? withWatch(fixtureAt(url)) : fixtureAt(url))]);
  const lms = `lms.test:${host.port}`;
  const url = `http://${lms}${course}`;
  const watchedUrl = `http://${lms}${watchedCourse}`;
  buildTwin('frame', 'firefox');
  const kits: Firefox[] = [];
  const opened = async (build: string | null): Promise<Firefox> => {
    const kit = await openFirefox({ build });
    kits.push(kit);
    return kit;
  };
  try {
    const [ours, twin, none] = [await opened('firefox-mv3'), await opened('twin-frame/firefox-mv3'), await opened(null)];
    const page = await ours.browser.newPage();
    await page.goto(url);
    await ours.turnOn(page);
    await page.close();
    const admin = await ours.openOwn('admin.html', 'main');
    await askIn(admin, 'own/sampleLoad', { write: 'bench-sample', lms, bi: `bi.test:${host.port}` });
    // as for a person who has opened the panel before: sentence, levels and trend are drawn
    for (const { id } of (await askIn(admin, 'own/catalogue', {})).courses)
      await askIn(admin, 'panel/viewState', { course: id, open: [], folded: false });
    await admin.close();

    const found = await interleaved(
      {
        none: () => visit(none, watchedUrl, longestGap),
        twin: () => visit(twin, watchedUrl, gapWith('twin-root')),
        ours: () => visit(ours, watchedUrl, gapWith('throughline-root')),
        seen: () => visit(ours, url, (page) => drawn(ours, page)),
      },
      rounds,
    );
    const of = (values: Record<string, number[]>, key: string): number[] => values[key] ?? [];
    const [gaps, twins, bare, visible] = [of(found.ours, 'gap'), of(found.twin, 'gap'), of(found.none, 'gap'), of(found.seen, 'visible')];
    const over = (name: string, values: number[], base: number[], budget: number | null): Figure => {
      const level = median(base);
      return {
        name,
        value: median(values) - level,
        unit: 'ms',
        budget,
        baseline: level,
        iqr: iqr(values.map((v) => v - level)),
        n: values.length,
      };
    };
    return [
      {
        name: 'Firefox: course page, longest gap of its thread',
        value: median(gaps),
        unit: 'ms',
        budget: 50,
        baseline: median(twins),
        iqr: iqr(gaps),
        n: gaps.length,
      },
      over('Firefox: course page, longest gap over the twin', gaps, twins, 20),
      over('Firefox: course page, longest gap over no extension', gaps, bare, null),
      {
        name: 'Firefox: panel visible after DOMContentLoaded',
        value: median(visible),
        unit: 'ms',
        budget: null,
        baseline: null,
        iqr: iqr(visible),
        n: visible.length,
      },
    ];
  } finally {
    for (const kit of kits) await kit.close();
    await host.close();
  }
}
