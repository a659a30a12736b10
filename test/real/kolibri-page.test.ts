// What Kolibri's coach pages look like to an adapter: where the class is named, and what a change of page leaves standing.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openPlainBrowser, sessionOf } from './browser.ts';
import { signedIn } from './signin.mjs';

const real = inject('real').kolibri;
const { parcels, complaints } = real.ids.classes;
let browser: Browser;
let coach: BrowserContext;
beforeAll(async () => {
  browser = await openPlainBrowser();
  coach = await sessionOf(browser, real, 'coach');
});
afterAll(() => browser.close());

const openClass = async (path: string, language = 'en'): Promise<Page> => {
  const page = await coach.newPage();
  await page.goto(`${real.host}/${language}/coach/#/${path}`);
  await page.waitForFunction(() => /\p{L}/u.test(document.querySelector('#main h1')?.textContent ?? ''));
  return page;
};
const heading = (page: Page) => page.locator('#main h1').first().innerText();

it('is the pinned version', () => expect(real.version).toBe('0.19.5'));

describe('a class', () => {
  it('is named by the first heading of its home, in every language', async () => {
    expect(await heading(await openClass(`${parcels.id}/home`))).toBe(parcels.name);
    const arabic = await openClass(`${parcels.id}/home`, 'ar');
    expect(await heading(arabic)).toBe(parcels.name);
    expect(await arabic.locator('html').getAttribute('dir')).toBe('rtl');
  });

  it.each(['lessons', 'quizzes', 'learners', 'groups'])('is named beside the heading of its %s', async (section) => {
    const page = await openClass(`${parcels.id}/${section}`);
    await expect.poll(() => page.locator('#main .class-name-label').innerText()).toBe(parcels.name);
    expect(await heading(page)).not.toBe(parcels.name);
  });

  it('is named in the tab title only, on the page of a lesson', async () => {
    const page = await openClass(`${parcels.id}/lessons/${parcels.lesson.id}`);
    expect(await heading(page)).toBe(parcels.lesson.title);
    await expect.poll(() => page.title()).toBe(`${parcels.lesson.title} - ${parcels.name} - Kolibri`);
    expect(await page.locator('#main .class-name-label').count()).toBe(0);
  });

  it('keeps the nodes of the class before on the way from home to home, and no other', async () => {
    const page = await openClass(`${parcels.id}/home`);
    const stays = async (path: string, name: string) => {
      await page.evaluate((hash) => {
        document.querySelector('#main')?.append(Object.assign(document.createElement('b'), { id: 'ours' }));
        location.hash = `#/${hash}`;
      }, path);
      await page.waitForFunction((title) => document.querySelector('#main h1')?.textContent?.trim() === title, name);
      return (await page.locator('#ours').count()) > 0;
    };
    expect(await stays(`${complaints.id}/home`, complaints.name)).toBe(true);
    expect(await stays(`${complaints.id}/lessons`, 'Lessons')).toBe(false);
    expect(await stays(`${complaints.id}/home`, complaints.name)).toBe(false);
  });
});

it('leaves a learner at the coach address, with a page whose heading is empty', async () => {
  const page = await (await sessionOf(browser, real, 'learner')).newPage();
  await page.goto(`${real.host}/en/coach/#/${parcels.id}/home`);
  await page.getByText('You must be signed in as an admin or coach').waitFor();
  expect((await page.locator('#main .auth-message h1').innerText()).trim()).toBe('');
  expect(await page.title()).toBe('Kolibri');
});

it('lets the coach read the class, and not the learner', async () => {
  const path = `/coach/api/classsummary/${parcels.id}/`;
  expect((await (await signedIn(real, 'coach')).send('GET', path)).status).toBe(200);
  expect((await (await signedIn(real, 'learner')).send('GET', path)).status).toBe(403);
});
