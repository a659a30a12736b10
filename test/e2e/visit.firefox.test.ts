import type { Frame, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hostileAt } from '@/test/fixtures/hostile/pages';
import { fixtureAt } from '@/test/fixtures/serve';
import { type Firefox, openFirefox } from '@/test/support/firefox';
import { type Host, serve } from '@/test/support/host';
import { askIn } from '@/test/support/own-page';

/** Visits in Firefox: where no frame can live, going back, pausing, turning off. */
let kit: Firefox;
let host: Host;
let admin: Page;
const patient = { timeout: 30_000 };
const lms = (path = '/course/view.php?id=7') => `http://lms.test:${host.port}${path}`;
const hostile = (name: string) => `http://hostile.test:${host.port}/course/view.php?id=7&page=${name}`;

const open = async (address: string): Promise<Page> => {
  const page = await kit.browser.newPage();
  await page.goto(address);
  return page;
};
const reads = (place: Page | Frame, words: RegExp) =>
  place.waitForFunction((source) => new RegExp(source).test(document.body.innerText), {}, words.source);
const live = async (page: Page): Promise<Frame> => {
  const frame = await kit.panelFrame(page);
  await reads(frame, /What should this course change|\d outcomes?/);
  return frame;
};
const hosts = (page: Page) => page.evaluate(() => document.querySelectorAll('throughline-root').length);
const tagsIn = async (site: string) => (await askIn(admin, 'own/catalogue', {})).courses.find((c) => c.site.includes(site))?.tags ?? 0;
type Api = {
  permissions: { contains(what: object): Promise<boolean>; remove(what: object): Promise<boolean> };
  scripting: { getRegisteredContentScripts(): Promise<{ id: string }[]> };
  action: { getBadgeText(of: object): Promise<string> };
};
const inAdmin = <T>(run: (api: Api, input: never) => Promise<T>, input?: unknown): Promise<T> =>
  admin.evaluate(`(${run.toString()})(browser, ${JSON.stringify(input ?? null)})`) as Promise<T>;
const granted = (pattern: string) => inAdmin((api, origin) => api.permissions.contains({ origins: [origin] }), pattern);

beforeAll(async () => {
  host = await serve([(_request, url) => hostileAt(url), (_request, url) => fixtureAt(url)]);
  kit = await openFirefox();
  admin = await kit.openOwn('admin.html', 'main');
  for (const address of [hostile('plain'), lms()]) {
    const page = await open(address);
    await kit.turnOn(page);
    await page.close();
  }
});
afterAll(async () => {
  await kit?.close();
  await host?.close();
});

describe('a page in which no frame of ours can live', () => {
  let page: Page;
  let tabId: number;

  test('the box goes away again, and the toolbar’s button says so', async () => {
    page = await open(hostile('sandbox-opaque'));
    tabId = await kit.tabIdOf(page);
    await expect.poll(async () => (await askIn(admin, 'own/popup', { tabId })).recognised?.why, patient).toBe('noHello');
    expect(await hosts(page)).toBe(0);
    await expect.poll(() => inAdmin((api, tab) => api.action.getBadgeText({ tabId: tab }), tabId), patient).toBe('!');
  });

  test('the same panel makes a tag in the extension’s own window', async () => {
    const popup = await kit.clickToolbar(page);
    await popup.reads(/The page does not let the panel load/);
    await popup.press('button', /^In a window$/);
    const panel = await kit.pageAt(`surface=window&tab=${tabId}`);
    await kit.hand.click(panel, '#add-outcome');
    await kit.hand.click(panel, '[role=option]', /First-contact resolution/);
    await reads(panel, /What will people do differently/);
    expect(await tagsIn('hostile.test')).toBe(1);
    await panel.close();
  });

  test('and in the sidebar', async () => {
    const popup = await kit.clickToolbar(page);
    await popup.press('button', /^Open in the sidebar$/);
    await kit.sidebar.reads(/Raise first-contact resolution/);
    await kit.sidebar.press('#add-outcome', /Add outcome/);
    await kit.sidebar.press('[role=option]', /^Scrap rate/);
    await kit.sidebar.reads(/What will people do differently/);
    expect(await tagsIn('hostile.test')).toBe(2);
    await page.close();
  });
});

test('going back: the page is as it was left, with one living panel', async () => {
  const page = await open(hostile('plain'));
  await live(page); // Firefox keeps no page that is still loading, and the frame is a part of it
  await page.evaluate(() => Object.assign(window, { kept: 'as left' }));
  await page.goto(lms('/my/courses.php'));
  expect(await hosts(page)).toBe(0);
  await page.evaluate(() => void setTimeout(() => history.back())); // goBack() would wait for a load that does not come
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { kept?: string }).kept).catch(() => undefined), patient)
    .toBe('as left');
  const frame = await live(page);
  if (!(await frame.$('#add-outcome'))) await kit.hand.click(frame, 'button', /^Open$/);
  await kit.hand.click(frame, '#add-outcome'); // it answers: what is listed comes from the background
  await frame.waitForSelector('[role=option]');
  expect(await hosts(page)).toBe(1);
  await page.close();
});

test('paused, the page is left alone; resumed, the panel is back', async () => {
  const page = await open(lms());
  await live(page);
  let popup = await kit.clickToolbar(page);
  await popup.press('button', /^Pause on this site$/);
  await popup.reads(/Paused on this site/);
  await kit.closeToolbar();
  await expect.poll(() => hosts(page), patient).toBe(0);
  await page.reload();
  const tabId = await kit.tabIdOf(page);
  await expect.poll(async () => (await askIn(admin, 'own/popup', { tabId })).state, patient).toBe('paused');
  expect(await hosts(page)).toBe(0);
  popup = await kit.clickToolbar(page);
  await popup.press('button', /^Resume$/);
  await popup.reads(/Pause on this site/);
  await kit.closeToolbar();
  await live(page);
  await page.close();
});

test('turned off: the panel goes, the browser’s permission is given back, the script is gone', async () => {
  const page = await open(lms());
  await live(page);
  expect(await granted('http://lms.test/*')).toBe(true);
  const popup = await kit.clickToolbar(page);
  await popup.press('button', /^Turn off$/);
  await popup.reads(/Turn on for this site/);
  await kit.closeToolbar();
  await expect.poll(() => hosts(page), patient).toBe(0);
  expect(await granted('http://lms.test/*')).toBe(false);
  expect((await inAdmin((api) => api.scripting.getRegisteredContentScripts())).filter(({ id }) => id.includes('lms.test'))).toEqual([]);
  await page.reload();
  await page.waitForFunction(() => document.readyState === 'complete');
  expect(await hosts(page)).toBe(0);
  await page.close();
});

test('the permission withdrawn while the panel is open, as in the browser’s own settings: the panel goes', async () => {
  const page = await open(hostile('plain'));
  await live(page);
  expect(await inAdmin((api) => api.permissions.remove({ origins: ['http://hostile.test/*'] }))).toBe(true);
  await expect.poll(() => hosts(page), patient).toBe(0);
  await page.close();
});
