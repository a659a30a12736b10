import { readFileSync } from 'node:fs';
import { build, type Rolldown } from 'vite';
import { describe, expect, it, vi } from 'vitest';
import type { Adapter, Example } from '@/lib/sites/contract';
import { examples as kolibriExamples, kolibri } from '@/lib/sites/kolibri';
import { examples as moodleExamples, moodle } from '@/lib/sites/moodle';
import { examples as supersetExamples, superset } from '@/lib/sites/superset';
import { allFixtures, readFixture } from '@/test/fixtures/read';
import { outcome, removeHook } from './outcome';
import { stand, standFixture } from './stand';

// dozens of whole pages are parsed in one test, on machines that do other things too
vi.setConfig({ testTimeout: 60_000 });

/**
 * The one contract that every adapter passes. It runs without layout: what needs a rendered page (the inset of a place, a
 * colour that a style sheet sets) is marked `hook(browser)` in the fixtures and belongs to the run in real browsers.
 */
const sites: { adapter: Adapter; examples: Example[] }[] = [
  { adapter: moodle, examples: moodleExamples },
  { adapter: kolibri, examples: kolibriExamples },
  { adapter: superset, examples: supersetExamples },
];
const fixtures = allFixtures();
const html = (doc: Document) => doc.documentElement.outerHTML;

it('every fixture is a case of some adapter, under the address that the fixture states', () => {
  const cases = sites.flatMap(({ examples }) => examples);
  expect(new Set(cases.map((c) => c.fixture))).toEqual(new Set(fixtures.map((f) => f.file)));
  for (const { fixture, url } of cases) expect(url).toBe(readFixture(fixture).page);
});

describe.each(sites)('$adapter.name', ({ adapter, examples }) => {
  const own = fixtures.filter((f) => f.product === adapter.id);
  const intact = new Map(own.map((f) => [f.file, outcome(adapter, standFixture(f))]));
  const shown = own.filter((f) => intact.get(f.file)?.page.kind !== 'none');

  it('brings at least three pages with their source and two look-alikes', () => {
    expect(examples.filter((e) => 'expect' in e).length).toBeGreaterThanOrEqual(3);
    expect(examples.filter((e) => 'refuse' in e && e.refuse === 'otherProduct').length).toBeGreaterThanOrEqual(2);
    for (const { source } of examples) expect(source.length).toBeGreaterThan(10);
  });

  it.each(examples)('$fixture', (example) => {
    const { page } = outcome(adapter, standFixture(readFixture(example.fixture)));
    if ('refuse' in example) return expect(page).toEqual({ kind: 'none', because: example.refuse });
    expect(page).toMatchObject({
      kind: adapter.kind === 'lms' ? 'course' : 'dashboard',
      nativeId: example.expect.nativeId,
      at: { product: adapter.id, root: example.expect.root, key: `${adapter.id}:${example.expect.root}` },
    });
    if (page.kind === 'none') return;
    expect(page.title.trim()).toBe(page.title);
    expect(page.title).not.toBe('');
    expect(page.url.startsWith(`http://${example.expect.root}/`)).toBe(true);
  });

  it('says otherProduct of every page that is not of its product', () => {
    const wrong = fixtures.filter((f) => f.product !== adapter.id).filter((f) => adapter.detect(standFixture(f).doc, new URL(f.page)));
    expect(wrong.map((f) => f.file)).toEqual([]);
  });

  it('refuses its own pages under an address outside of the installation', () => {
    const installed = shown
      .map((f) => ({ f, at: adapter.detect(standFixture(f).doc, new URL(f.page)) }))
      .filter(({ at }) => at?.root.includes('/'));
    expect(installed.length).toBeGreaterThan(0);
    for (const { f } of installed) expect(adapter.detect(standFixture(f).doc, new URL('/elsewhere/', f.page))).toBe(null);
  });

  it('tells the same of a page however often it is asked, and leaves the page as it was', () => {
    for (const f of own) {
      const at = standFixture(f);
      const before = html(at.doc);
      const first = outcome(adapter, at);
      expect(outcome(adapter, at)).toEqual(first);
      expect(html(at.doc)).toBe(before);
    }
  });

  it('keeps the identity on another port, and with other query parameters', () => {
    for (const f of shown.filter((one) => !one.page.includes('/public/'))) {
      const moved = f.page.replace('.test/', '.test:8443/').replace(/\?|(?=#)|$/, (found) => `?utm_source=mail${found === '?' ? '&' : ''}`);
      const { page } = outcome(
        adapter,
        stand(
          f.html.replaceAll('.test/', '.test:8443/').replaceAll('.test\\/', '.test:8443\\/').replaceAll('.test"', '.test:8443"'),
          moved,
        ),
      );
      const here = outcome(adapter, standFixture(f)).page;
      if (here.kind === 'none' || page.kind === 'none') throw new Error(`${f.file} is not recognised at ${moved}`);
      expect([page.nativeId, page.title]).toEqual([here.nativeId, here.title]);
      expect(page.at.root).toBe(here.at.root.replace('.test', '.test:8443'));
    }
  });

  describe('each hook of its fixtures decides something', () => {
    const hooks = own.flatMap((f) =>
      f.hooks.filter((h) => !h.needsLayout).map((hook) => ({ f, hook, name: `${f.file}: ${hook.selector}` })),
    );
    it('every fixture names at least two', () => {
      for (const f of own) expect([f.file, f.hooks.length >= 2]).toEqual([f.file, true]);
    });
    it.each(hooks)('$name', ({ f, hook }) => {
      const without = standFixture(f);
      expect(removeHook(without.doc, hook)).toBeGreaterThan(0);
      expect(outcome(adapter, without)).not.toEqual(intact.get(f.file));
    });
  });

  describe('places for the panel', () => {
    it.each(shown)('$file', (f) => {
      const at = standFixture(f);
      const { doc } = at;
      const { page } = outcome(adapter, at);
      if (page.kind === 'none') throw new Error('not shown');
      const before = html(doc);
      const said = outcome(adapter, at);
      const anchors = adapter.anchors(doc, page);
      expect(anchors.map((a) => a.kind)).toEqual([...anchors.slice(1).map(() => 'inline'), 'docked']);
      expect(anchors.length > 1).toBe(page.kind === 'course');
      expect(new Set(anchors.map((a) => a.id)).size).toBe(anchors.length);
      for (const { id, element, where } of anchors) {
        const host = doc.createElement('throughline-root');
        for (let twice = 0; twice < 2; twice++) element[where](host);
        expect(doc.querySelectorAll('throughline-root').length).toBe(1);
        expect(host.parentElement).toBe(where === 'prepend' || where === 'append' ? element : element.parentElement);
        expect(host.closest('[data-for="course_sectionlist"]')).toBe(null);
        expect(outcome(adapter, at)).toEqual(said);

        // the product draws the place anew: it is found again, and is not the old one
        if (element !== doc.documentElement) {
          const fresh = element.cloneNode(true) as Element;
          fresh.querySelector('throughline-root')?.remove();
          element.replaceWith(fresh);
          expect(adapter.anchors(doc, page).find((a) => a.id === id)?.element).toBe(fresh);
          fresh.replaceWith(element);
        }
        host.remove();
        expect(html(doc)).toBe(before);
      }
    });
  });

  if (adapter.tiles)
    it('marks go last into the tile, keep what is said of it, and survive the drawing of its chart', () => {
      const withTiles = shown.filter((f) => adapter.tiles?.(standFixture(f).doc).length);
      expect(withTiles.length).toBeGreaterThan(3);
      for (const f of withTiles) {
        const at = standFixture(f);
        const said = outcome(adapter, at);
        const before = html(at.doc);
        const tiles = adapter.tiles?.(at.doc) ?? [];
        expect(new Set(tiles.map((t) => t.id)).size).toBe(tiles.length);
        expect(new Set(tiles.map((t) => t.mount)).size).toBe(tiles.length);
        const area = adapter.tileArea?.(at.doc);
        const marks = tiles.map(({ mount }) => {
          expect(area?.contains(mount)).toBe(true);
          const mark = at.doc.createElement('throughline-mark');
          mount.append(mark);
          for (const chart of mount.querySelectorAll('.chart-slice')) chart.replaceWith(chart.cloneNode(true));
          expect(mount.contains(mark)).toBe(true);
          return mark;
        });
        expect(outcome(adapter, at)).toEqual(said);
        for (const mark of marks) mark.remove();
        expect(html(at.doc)).toBe(before);
      }
    });

  it('is small, and its cases stay at home', async () => {
    const entry = `lib/sites/${adapter.id}.ts`;
    const made = (await build({
      configFile: false,
      logLevel: 'silent',
      build: { write: false, minify: true, lib: { entry: 'only', formats: ['iife'], name: 'a' } },
      plugins: [
        {
          name: 'only-the-adapter',
          resolveId: (id) => (id.endsWith('only') ? 'only' : null),
          load: (id) => (id === 'only' ? `export { ${adapter.id} as a } from '${process.cwd()}/${entry}'` : null),
        },
      ],
    })) as Rolldown.RolldownOutput[];
    const code = made[0]?.output[0].code ?? '';
    expect(code).toContain(adapter.name);
    expect(code).not.toMatch(/lms\.test|bi\.test|look-alikes/);
    expect(new TextEncoder().encode(code).length).toBeLessThanOrEqual(3000);
  });

  it('uses nothing that is slow, stripped from builds, or not the adapter’s business', () => {
    const source = readFileSync(`lib/sites/${adapter.id}.ts`, 'utf8');
    expect(source).not.toMatch(
      /:has\(|MutationObserver|data-test[=\]]|innerHTML|outerHTML|fetch\(|localStorage|cookie|setTimeout|addEventListener/,
    );
    expect([...source.matchAll(/^import .* from '(.+)';$/gm)].map((m) => m[1]).filter((from) => !from?.startsWith('./'))).toEqual([]);
  });
});

it('the same course or dashboard has one identity on all pages of one installation', () => {
  for (const { adapter, examples } of sites) {
    const identities = new Map<string, Set<string>>();
    for (const e of examples) {
      if (!('expect' in e)) continue;
      const { page } = outcome(adapter, standFixture(readFixture(e.fixture)));
      if (page.kind === 'none') throw new Error(e.fixture);
      const of = `${e.expect.root} ${e.expect.nativeId}`;
      identities.set(of, (identities.get(of) ?? new Set()).add(`${page.at.key} ${page.nativeId} ${page.title}`));
    }
    for (const [of, told] of identities) expect([of, [...told].length]).toEqual([of, 1]);
    expect([...identities.keys()].some((of) => /\/\S/.test(of))).toBe(true);
  }
});
