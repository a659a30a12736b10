import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixtureAt } from '@/test/fixtures/serve';
import { type Chromium, openChromium } from '@/test/support/chromium';
import { type Host, serve } from '@/test/support/host';
import { ask } from '@/test/support/own-page';

/** Visits to pages of the fixtures with the real build: how the panel and the marks come, stay and go. */
let kit: Chromium;
let host: Host;
const patient = { timeout: 30_000 };
const lms = (path: string) => `http://lms.test:${host.port}${path}`;
const course = '/course/view.php?id=7&fixture=moodle/boost-course';
const emptyPanel = /What should this course change/;

const open = async (address: string): Promise<Page> => {
  const page = await kit.context.newPage();
  await page.goto(address);
  return page;
};
/** The panel's frame is there and draws. Asked again when the frame is replaced meanwhile. */
const live = (page: Page) =>
  expect
    .poll(async () => {
      const frame = page.frames().find((f) => f.url().includes('/panel.html'));
      return (
        (await page.locator('throughline-root').count()) === 1 &&
        (await frame
          ?.getByText(emptyPanel)
          .isVisible()
          .catch(() => false))
      );
    }, patient)
    .toBe(true);
const hosts = (page: Page) => page.locator('throughline-root,throughline-mark').count();

beforeAll(async () => {
  host = await serve([(_request, url) => fixtureAt(url)]);
  kit = await openChromium({ pageCache: true });
  for (const address of [lms(course), lms('/en/coach/#/b3f6149c0d2e4a7f9a1c5e8d7b602f31/home')]) {
    const page = await open(address);
    await kit.turnOn(page);
    await page.close();
  }
});
afterAll(async () => {
  await kit?.close();
  await host?.close();
});

describe('a course page', () => {
  test('the box comes once, in its place, at its final height, and no other node of ours with it', async () => {
    const page = await kit.context.newPage();
    await page.addInitScript(() => {
      const seen = { added: [] as string[], heights: new Set<number>() };
      Object.assign(window, { seen });
      new MutationObserver((records) => {
        for (const { addedNodes } of records)
          for (const node of addedNodes) {
            if (!node.nodeName.startsWith('THROUGHLINE')) continue;
            seen.added.push(node.nodeName);
            new ResizeObserver(([entry]) => seen.heights.add(entry?.contentRect.height ?? 0)).observe(node as Element);
          }
      }).observe(document, { childList: true, subtree: true });
    });
    await page.goto(lms(course));
    await live(page);
    const { added, heights } = await page.evaluate(() => {
      const { seen } = window as unknown as { seen: { added: string[]; heights: Set<number> } };
      return { added: seen.added, heights: [...seen.heights] };
    });
    expect(added).toEqual(['THROUGHLINE-ROOT']);
    expect(heights).toEqual([180]);
    expect(await page.locator('#region-main > throughline-root:first-child').count()).toBe(1);
    await page.close();
  });

  test.each([
    ['the product’s front page', '/?fixture=moodle/site-front-page'],
    ['its list of courses', '/my/courses.php'],
    ['a learner’s view', '/course/view.php?id=7&fixture=moodle/boost-learner'],
    ['sign-in', '/login/index.php'],
  ])('%s: nothing of ours is there', async (_, path) => {
    const page = await open(lms(path));
    await page.waitForLoadState('load');
    await ask(kit, 'own/me', {}); // the background has answered whatever the page told it before
    expect(await hosts(page)).toBe(0);
    expect(page.frames().length).toBe(1);
    await page.close();
  });

  test.each([
    ['the host is removed', () => document.querySelector('throughline-root')?.remove()],
    ['the host is moved', () => document.querySelector('#page-header')?.append(document.querySelector('throughline-root') as Element)],
    [
      'its place is wrapped anew',
      () => {
        const r = document.querySelector('#region-main') as Element;
        const w = document.createElement('div');
        r.replaceWith(w);
        w.append(r);
      },
    ],
    [
      'its place is replaced by a copy',
      () => {
        const r = document.querySelector('#region-main') as Element;
        r.replaceWith(r.cloneNode(true));
        document.querySelectorAll('#region-main throughline-root').forEach((e) => e.remove());
      },
    ],
    [
      'the body is emptied and built again',
      () => {
        const { body } = document;
        const all = [...body.childNodes];
        body.replaceChildren();
        setTimeout(() => body.append(...all.filter((n) => n.nodeName !== 'THROUGHLINE-ROOT')));
      },
    ],
    [
      'the document is written anew',
      () => {
        const html = document.documentElement.outerHTML.replace(/<throughline-root><\/throughline-root>/, '');
        document.open();
        document.write(html);
        document.close();
      },
    ],
  ])('%s: the panel returns and lives', async (_, happen) => {
    const page = await open(lms(course));
    await live(page);
    const old = page.frames().find((f) => f.url().includes('/panel.html'));
    await page.evaluate(happen);
    await expect.poll(() => old?.isDetached(), patient).toBe(true);
    await live(page);
    expect(await page.locator('#region-main throughline-root').count()).toBe(1);
    await page.close();
  });

  test('a page that was left and came back shows the panel again, with its own state kept', async () => {
    const page = await open(lms(course));
    await live(page);
    await page.evaluate(() => Object.assign(window, { kept: true }));
    const next = lms('/my/courses.php');
    await page.evaluate((to) => void setTimeout(() => location.assign(to)), next); // as a link does
    await page.waitForURL(next);
    await page.evaluate(() => void setTimeout(() => history.back())); // goBack() would wait for a load that does not come
    await expect.poll(() => page.evaluate(() => (window as unknown as { kept?: boolean }).kept).catch(() => undefined), patient).toBe(true);
    await live(page);
    await page.close();
  });

  test('an address that leaves the page where it is takes the panel away for a moment only', async () => {
    const page = await open(lms(course));
    await live(page);
    await page.evaluate(() => location.assign('mailto:someone@example.org'));
    await expect.poll(() => hosts(page), patient).toBe(0);
    await live(page);
    await page.close();
  });

  test('pause takes it out of open tabs, resuming brings it back', async () => {
    const page = await open(lms(course));
    await live(page);
    const site = `moodle:lms.test:${host.port}`;
    await ask(kit, 'own/pause', { site, paused: true });
    await expect.poll(() => hosts(page), patient).toBe(0);
    await ask(kit, 'own/pause', { site, paused: false });
    await live(page);
    await page.close();
  });

  test('printed pages have no panel', async () => {
    const page = await open(lms(course));
    await live(page);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('throughline-root').isVisible()).toBe(false);
    await page.close();
  });

  test('a dark page gets a dark frame from its first paint', async () => {
    const page = await open(lms('/course/view.php?id=7&fixture=moodle/boost-dark'));
    await live(page);
    const frame = await kit.panelFrame(page);
    expect(new URL(frame.url()).hash).toBe('#dark');
    expect(await frame.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
    await page.close();
  });

  test('in an application of one page the panel follows the class, and two scripts of one origin keep apart', async () => {
    const page = await open(lms('/en/coach/#/b3f6149c0d2e4a7f9a1c5e8d7b602f31/home'));
    await live(page);
    await page.evaluate(() => (location.hash = '#/classes'));
    await expect.poll(() => hosts(page), patient).toBe(0);
    await page.evaluate(() => (location.hash = '#/b3f6149c0d2e4a7f9a1c5e8d7b602f31/lessons'));
    await live(page);
    await page.close();
  });
});

test('an extension that is loaded anew under open tabs leaves one panel, and a living one', async () => {
  const page = await open(lms(course));
  await live(page);
  const old = page.frames().find((f) => f.url().includes('/panel.html'));
  const extensions = await kit.context.newPage();
  await extensions.goto('chrome://extensions/');
  // else Chromium switches an unpacked extension off when it is loaded anew
  await extensions.evaluate(() =>
    (
      globalThis as unknown as { chrome: { developerPrivate: { updateProfileConfiguration(to: object): Promise<void> } } }
    ).chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true }),
  );
  await extensions.close();
  const worker = await kit.worker();
  await worker.evaluate(
    () => void setTimeout(() => (globalThis as unknown as { chrome: { runtime: { reload(): void } } }).chrome.runtime.reload()),
  ); // after its answer, since the worker ends with it
  await expect.poll(() => old?.isDetached(), patient).toBe(true);
  await live(page);
  await page.close();
});
