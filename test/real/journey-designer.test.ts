// What a course designer does in a real Kolibri, from the first click on the toolbar to a tagged class. The steps build on each other.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { courseIdOf } from '@/lib/model/rules/identity';
import { type Chromium, openChromium } from '@/test/support/chromium';
import { addOutcome, owner } from '@/test/support/outcomes';
import { ask } from '@/test/support/own-page';
import { countActs, nothingIn, panelWith, settledHeight, tabTo } from '@/test/support/panel';
import { picture } from '@/test/support/picture';
import { dayAndMonth } from '@/test/support/weeks';
import { signInAs } from './visitor.ts';

const real = inject('real').kolibri;
const { parcels, complaints } = real.ids.classes;
const invites = 'What should this course change?';
const patient = { timeout: 30_000 };
const kpi = 'Damaged-package complaints';
const launch = Temporal.Now.plainDateISO().subtract({ weeks: 10 });
let kit: Chromium;
let coach: Page;

const classUrl = (id: string, view = 'home') => `${real.host}/en/coach/#/${id}/${view}`;
const open = async (address: string): Promise<Page> => {
  const page = await kit.context.newPage();
  await page.goto(address);
  return page;
};
/** Another page of the application, as its own links do it. */
const go = (path: string) => coach.evaluate((hash) => void (location.hash = `#/${hash}`), path);
/** The same to a page that has a panel too: the living one there, which is another than the one here. */
const goTo = async (path: string, words: string) => {
  const before = coach.frames().find((frame) => frame.url().includes('/panel.html'));
  await go(path);
  await expect.poll(() => before?.isDetached() ?? true, patient).toBe(true);
  return panelWith(coach, words);
};
const courseId = (id: string) => courseIdOf(`kolibri:${new URL(real.host).host}`, id);
const inMain = (page: Page) => page.locator('#main > throughline-root:first-child');

beforeAll(async () => {
  kit = await openChromium();
  await addOutcome(kit, kpi);
});
afterAll(() => kit?.close());

describe('turning it on', () => {
  test('the popup knows Kolibri, one click turns it on, and the class page shows the panel', async () => {
    await signInAs(kit, real, 'coach');
    coach = await open(classUrl(parcels.id));
    await coach.locator('#main h1', { hasText: parcels.name }).waitFor();
    expect(await coach.locator('throughline-root').count()).toBe(0);
    await kit.preGrant('http://lms.test/*');
    await kit.clickToolbar(coach);
    const popup = await kit.popupFor(coach);
    await popup.getByText('Throughline is off here. It looks like Kolibri.').waitFor();
    await popup.getByRole('button', { name: 'Turn on for this site' }).click();
    await popup.getByText(`On. Course page: ${parcels.name}`).waitFor();
    await picture(popup, 'k01-popup');
    await popup.close();
    await coach.bringToFront();
    await panelWith(coach, invites);
    expect(await inMain(coach).count()).toBe(1);
    await picture(coach, 'k02-empty');
  });

  test.each([
    ['the list of classes', 'classes', 'This is a list or start page'],
    ['a facility’s list of classes', `${real.ids.facility}/classes`, 'This is a list or start page'],
  ])('%s: nothing, and the popup says why', async (_, path, why) => {
    await go(path);
    await nothingIn(coach);
    const popup = await kit.popupFor(coach);
    await popup.getByText('On, but this is not a course page.').waitFor();
    await popup.getByText(why).waitFor();
    await popup.close();
    await goTo(`${parcels.id}/home`, invites);
  });

  test.each([
    ['a learner’s class page', `/en/learn/#/home/classes/${parcels.id}`, 'h1.classroom-name', 'This is a page for learners'],
    ['a learner at a coach’s address', `/en/coach/#/${parcels.id}/home`, '.auth-message', 'This course is not open to you'],
  ])('%s: nothing, and the popup says why', async (name, path, there, why) => {
    await signInAs(kit, real, 'learner');
    const page = await open(real.host + path);
    await page.locator(there).waitFor();
    const popup = await kit.popupFor(page);
    await popup.getByText('On, but this is not a course page.').waitFor();
    await popup.getByText(why).waitFor();
    await picture(popup, `k03-${name.replaceAll(/\W+/g, '-')}`);
    await popup.close();
    await nothingIn(page);
    await page.close();
    await signInAs(kit, real, 'coach');
  });
});

describe('tagging a class', () => {
  // Kolibri sends every open page of the session away when somebody else signs in
  beforeAll(async () => {
    await coach.close();
    coach = await open(classUrl(parcels.id));
  });

  test('by mouse in three actions: open the picker, choose (saved), ask', async () => {
    await coach.bringToFront();
    const frame = await panelWith(coach, invites);
    const acts = await countActs(frame);
    await frame.getByRole('combobox', { name: 'Search outcomes and KPIs' }).click();
    await frame.getByRole('option', { name: kpi }).first().click();
    await frame.getByText('Saved on this device').first().waitFor();
    const kept = await ask(kit, 'panel/courseView', { course: await courseId(parcels.id) });
    expect([kept.course.title, kept.tags.map((tag) => tag.series.metric.name)]).toEqual([parcels.name, [kpi]]);
    await coach.bringToFront();
    await frame.getByRole('button', { name: `Ask the ${owner} to agree` }).click();
    await frame.getByText(`Proposed, waits for the ${owner} since ${dayAndMonth(Temporal.Now.plainDateISO())}`).waitFor();
    expect(await acts()).toEqual({ pointer: 3, keys: [] });
    await settledHeight(coach);
    await picture(coach, 'k04-tagged');
  });

  test('by keyboard alone in three: Enter in the field, Enter on the likeliest, Enter to ask', async () => {
    const frame = await goTo(`${complaints.id}/home`, invites);
    const acts = await countActs(frame);
    await tabTo(coach, frame, '#add-outcome');
    await coach.keyboard.press('Enter');
    await frame.getByRole('option', { selected: true, name: kpi }).waitFor();
    await coach.keyboard.press('Enter');
    await frame.getByRole('button', { name: `Ask the ${owner} to agree` }).waitFor();
    await expect.poll(() => frame.evaluate(() => document.activeElement?.localName), patient).toBe('input');
    await coach.keyboard.press('Enter');
    await frame.getByText(`Proposed, waits for the ${owner}`).waitFor();
    expect(await acts()).toEqual({ pointer: 0, keys: ['Enter', 'Enter', 'Enter'] });
  });

  test('the launch date is added', async () => {
    const frame = await goTo(`${parcels.id}/home`, kpi);
    await frame.getByRole('button', { name: 'More', exact: true }).click();
    await frame.getByRole('menuitem', { name: 'Launch dates' }).click();
    const dialog = frame.getByRole('dialog');
    await dialog.getByLabel('Date').fill(launch.toString());
    await dialog.getByLabel('Audience').fill('all depots');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('button', { name: `Change the launch of ${dayAndMonth(launch)} ${launch.year}` }).waitFor();
    await picture(coach, 'k05-launch');
    await coach.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    const { launches } = (await ask(kit, 'panel/courseView', { course: await courseId(parcels.id) })).course;
    expect(launches).toMatchObject([{ date: launch.toString(), audience: 'all depots' }]);
    await coach.bringToFront();
  });
});

describe('an application of one page', () => {
  const launched = 'Retrospective'; // the launch of this class alone lies before its tag

  test.each(['lessons', 'quizzes', 'learners', 'groups', `lessons/${parcels.lesson.id}`])(
    '%s of the class: the same course',
    async (view) => {
      await goTo(`${parcels.id}/${view}`, launched);
      expect(await inMain(coach).count()).toBe(1);
      expect(await coach.locator('throughline-root').count()).toBe(1);
    },
  );

  test('another class shows its own course, from home to home too, where Kolibri keeps its nodes', async () => {
    await goTo(`${parcels.id}/home`, launched);
    const frame = await goTo(`${complaints.id}/home`, 'Proposed, waits for the');
    await expect.poll(() => coach.locator('throughline-root').count(), patient).toBe(1);
    expect(await frame.getByText(launched).count()).toBe(0);
    await goTo(`${parcels.id}/lessons`, launched);
    const popup = await kit.popupFor(coach);
    await popup.getByText(`On. Course page: ${parcels.name}, 1 outcome`).waitFor();
    await popup.close();
  });

  test('a slow Kolibri, which goes on naming the class before, gives no class another’s name', async () => {
    await goTo(`${parcels.id}/home`, launched);
    const answer = Promise.withResolvers<void>();
    await coach.route('**/coach/api/classsummary/**', async (route) => (await answer.promise, route.continue()));
    await goTo(`${complaints.id}/home`, 'Proposed, waits for the');
    expect(await coach.locator('#main h1').first().innerText()).toBe(parcels.name); // the address says the other one by now
    answer.resolve();
    await coach.locator('#main h1', { hasText: complaints.name }).waitFor();
    const id = await courseId(complaints.id);
    await expect.poll(async () => (await ask(kit, 'panel/courseView', { course: id })).course.title, patient).toBe(complaints.name);
    await coach.unrouteAll();
    await coach.bringToFront();
    await panelWith(coach, 'Proposed, waits for the');
    expect(await coach.locator('throughline-root').count()).toBe(1);
  });

  test('Kolibri draws itself anew at another width and the same frame stays', async () => {
    const frame = await goTo(`${parcels.id}/home`, launched);
    for (const width of [420, 1000, 1440]) {
      await coach.setViewportSize({ width, height: 1000 });
      await settledHeight(coach);
      await picture(coach, `k06-at-${width}`);
    }
    expect(frame.isDetached()).toBe(false);
    expect(await inMain(coach).count()).toBe(1);
  });

  test('after a reload all is there', async () => {
    await coach.reload();
    await panelWith(coach, launched);
    expect(await inMain(coach).count()).toBe(1);
  });

  test('in Arabic, from right to left, it is the same class', async () => {
    await coach.goto(classUrl(parcels.id).replace('/en/', '/ar/'));
    await panelWith(coach, launched);
    await settledHeight(coach);
    await picture(coach, 'k07-arabic');
  });
});
