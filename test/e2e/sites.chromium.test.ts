import { type Browser, chromium, type Page as Tab } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kolibri } from '@/lib/sites/kolibri';
import { moodle } from '@/lib/sites/moodle';
import { superset } from '@/lib/sites/superset';
import { outcome } from '@/test/contract/outcome';
import { standFixture } from '@/test/contract/stand';
import { allFixtures, type Fixture, type Hook } from '@/test/fixtures/read';
import { fixtureAt } from '@/test/fixtures/serve';
import { type Host, serve } from '@/test/support/host';
import { findChromium } from '@/test/support/installed.mjs';

/** What the contract test cannot see: the same adapters over the served fixtures in a real browser, with layout, style sheets and real addresses. */
const adapters = { moodle, kolibri, superset };
type Site = keyof typeof adapters;
const fixtures = allFixtures().filter((f) => f.product in adapters);

let host: Host;
let browser: Browser;
let tab: Tab;
let kit: string;

/** The adapters and the test's own eyes as one script, to be run in a page past its policies. */
async function bundle(): Promise<string> {
  const root = process.cwd();
  const source = [
    ...Object.keys(adapters).map((id) => `import { ${id} } from '${root}/lib/sites/${id}';`),
    `import { outcome, removeHook } from '${root}/test/contract/outcome';`,
    `globalThis.look = (id, hook) => { const at = { doc: document, url: new URL(location.href) }; const gone = hook ? removeHook(document, hook) : 0; return { gone, said: outcome({ ${Object.keys(adapters).join(', ')} }[id], at) }; };`,
  ].join('\n');
  const made = (await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { alias: { '@': root } },
    build: { write: false, lib: { entry: 'kit', formats: ['iife'], name: 'kit' } },
    plugins: [{ name: 'kit', resolveId: (id) => (id.endsWith('kit') ? 'kit' : null), load: (id) => (id === 'kit' ? source : null) }],
  })) as Rolldown.RolldownOutput[];
  return made[0]?.output[0].code ?? '';
}

type Seen = { gone: number; said: ReturnType<typeof outcome> };
async function look(f: Fixture, hook?: Hook): Promise<Seen> {
  const address = new URL(f.page.replace('.test/', `.test:${host.port}/`));
  address.searchParams.set('fixture', f.file.replace('.html', ''));
  await tab.goto('about:blank'); // else a new hash is no new page
  await tab.goto(address.href);
  await tab.evaluate(kit);
  return tab.evaluate(`look(${JSON.stringify(f.product)}, ${JSON.stringify(hook ?? null)})`);
}

beforeAll(async () => {
  kit = await bundle();
  host = await serve([(_request, url) => fixtureAt(url)]);
  browser = await chromium.launch({
    executablePath: findChromium() ?? '',
    args: ['--no-sandbox', '--host-resolver-rules=MAP *.test 127.0.0.1'],
  });
  tab = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
});
afterAll(async () => {
  await browser?.close();
  await host?.close();
});

describe('adapters in a real browser', () => {
  it.each(fixtures)('$file', async (f) => {
    const { said } = await look(f);
    const expected = outcome(adapters[f.product as Site], standFixture(f));
    const onPort = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll('.test:' + host.port, '.test')) as T;
    // insets need layout: they are looked at below
    const flat = (o: Seen['said']) => ({ ...o, anchors: o.anchors?.map((a) => ({ ...a, inset: 0 })) });
    expect(flat(onPort(said))).toEqual(flat(expected));
  });

  const hooks = fixtures.flatMap((f) =>
    f.hooks.filter((h) => h.needsLayout).map((hook) => ({ f, hook, name: `${f.file}: ${hook.selector}` })),
  );
  it.each(hooks)('layout decides: $name', async ({ f, hook }) => {
    const intact = await look(f);
    const without = await look(f, hook);
    expect(without.gone).toBeGreaterThan(0);
    expect(without.said).not.toEqual(intact.said);
  });

  it('insets the panel to the text of a course page of Boost, in both directions of writing, and not in Classic', async () => {
    const inset = async (file: string) => (await look(fixtures.find((f) => f.file === file) as Fixture)).said.anchors?.[0]?.inset;
    expect(await inset('moodle/boost-course.html')).toBe(15);
    expect(await inset('moodle/boost-arabic.html')).toBe(15);
    expect(await inset('moodle/classic-course.html')).toBe(0);
    expect(await inset('moodle/boost-activity.html')).toBe(0);
  });
});
