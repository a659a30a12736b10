import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { courseIdOf } from '@/lib/model/rules/identity';
import { hostileAt, policies } from '@/test/fixtures/hostile/pages';
import { type Firefox, openFirefox } from '@/test/support/firefox';
import { type Host, serve } from '@/test/support/host';
import { askIn } from '@/test/support/own-page';

/** Hostile pages against the real build in Firefox, whose frame shares the page's process and whose secret is its own address. */
let kit: Firefox;
let host: Host;
let admin: Page;
const reports: string[] = [];
const patient = { timeout: 30_000 };
const canary = { outcome: 'Canary damage complaints', unit: 'canaries per 1,000', behaviour: 'Zeisig', value: '7.31731' };
type Spy = { count: Record<string, number>; harvest(): string; windows(): number; internals: { shadowRoot: unknown }[] };
const spyOn = <T>(page: Page, look: (spy: Spy) => T): Promise<T> => page.evaluate(`(${look.toString()})(window.spy)`) as Promise<T>;

const open = async (name: string): Promise<Page> => {
  const page = await kit.browser.newPage();
  await page.goto(`http://hostile.test:${host.port}/course/view.php?id=7&page=${name}`);
  return page;
};
const live = async (page: Page) => {
  const frame = await kit.panelFrame(page);
  await frame.waitForFunction((words) => document.body.innerText.toLowerCase().includes(words), {}, canary.outcome.toLowerCase());
  return frame;
};
const whyNot = async (page: Page) => {
  const tabId = await kit.tabIdOf(page);
  return (await askIn(admin, 'own/popup', { tabId })).recognised?.why;
};

beforeAll(async () => {
  host = await serve([
    async (request, url) => {
      if (url.pathname === '/report') reports.push(String(Buffer.concat(await request.toArray())));
      return hostileAt(url);
    },
  ]);
  kit = await openFirefox();
  admin = await kit.openOwn('admin.html', 'main');
  const page = await open('plain');
  await kit.turnOn(page);
  await kit.panelFrame(page);
  const course = await courseIdOf(`moodle:hostile.test:${host.port}`, '7');
  await askIn(admin, 'panel/outcomeAdd', {
    write: crypto.randomUUID(),
    course,
    ownerName: 'Field operations manager',
    unitName: 'Field operations',
    outcome: {
      direction: 'reduce',
      metricId: 'new',
      change: { kind: 'relative', amount: 20 },
      dueDate: '2027-03-31',
      baseline: { value: Number(canary.value), from: '2026-01-05', to: '2026-06-28' },
      status: 'active',
    },
    metric: {
      name: canary.outcome,
      definition: canary.behaviour,
      kind: 'rate',
      unit: canary.unit,
      cadence: 'week',
      calendar: 'iso',
      maturityDays: 7,
      aggregation: 'ratio',
      betterWhen: 'lower',
      source: { kind: 'typed' },
    },
  });
  await askIn(admin, 'panel/viewState', { course, open: [], folded: false });
  await page.close();
});
afterAll(async () => {
  await kit?.close();
  await host?.close();
});

test.each(policies.map((page) => [page.name, page] as const))(
  'what a page may send: %s',
  async (name, { expect: chromium, firefox = chromium }) => {
    const page = await open(name);
    if (firefox === 'panel') await live(page);
    else await expect.poll(() => whyNot(page), patient).toBe('noHello');
    await page.close();
  },
);

test('a policy’s reports do not tell of us', async () => {
  const page = await open('reports');
  await live(page);
  await page.evaluate(() => (new Image().src = '/caught')); // what the page itself does is reported
  const about = () =>
    reports.map((report) => (JSON.parse(report) as { 'csp-report': { 'blocked-uri': string } })['csp-report']['blocked-uri']);
  await expect.poll(about, patient).toContain(`http://hostile.test:${host.port}/caught`);
  const own = ['/caught', '/favicon.ico'].map((path) => `http://hostile.test:${host.port}${path}`);
  expect(about().filter((address) => !own.includes(address))).toEqual([]);
  expect(reports.join()).not.toMatch(/moz-extension|throughline/);
  await page.close();
});

test('a page with every trap learns neither value nor name nor address, also while its visitor works in the panel', async () => {
  const page = await open('spies');
  const frame = await live(page);
  await kit.hand.click(frame, 'button[aria-haspopup=menu]');
  await kit.hand.keys(frame, 'Escape');
  await kit.hand.keys(frame, 'a');
  await frame.waitForSelector('[role=option]');
  await kit.hand.keys(frame, 'Escape');
  const counts = await spyOn(page, ({ count }) => count);
  for (const trap of [
    'postMessage',
    'attachShadow',
    'MessageChannel',
    'CSSStyleSheet',
    'iframe.src',
    'event:message',
    'event:keydown',
    'event:click',
    'event:error',
  ])
    expect([trap, counts[trap] ?? 0]).toEqual([trap, 0]);
  // the page's class is the element's class, and still no root for it
  expect(await spyOn(page, (spy) => [spy.windows(), ...spy.internals.map((own) => own.shadowRoot)])).toEqual([0, null]);
  const text = await spyOn(page, (spy) => spy.harvest());
  const secrets = [...Object.values(canary), 'panel.html', 'moz-extension', new URL(kit.own('')).host];
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  expect(text).toContain('<throughline-root></throughline-root>'); // the harvest did see the page
  await live(page);
  await page.close();
});

test.each(['styles', 'removes-once', 'throws'])('what a page may do: %s, and the panel is there', async (name) => {
  const page = await open(name);
  await live(page);
  await page.close();
});
