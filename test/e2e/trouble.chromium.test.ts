// Long: one case after another of the same kind.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { courseIdOf } from '@/lib/model/rules/identity';
import { hostileAt } from '@/test/fixtures/hostile/pages';
import { fixtureAt } from '@/test/fixtures/serve';
import { type Chromium, openChromium } from '@/test/support/chromium';
import { courseAt } from '@/test/support/courses';
import { type Answered, type Host, serve } from '@/test/support/host';
import { addOutcome, owner } from '@/test/support/outcomes';
import { ask } from '@/test/support/own-page';
import { nothingIn, panelWith, settledHeight } from '@/test/support/panel';
import { picture } from '@/test/support/picture';

/** Pages, sites, browsers and files that do not do what one hopes. What pages do against us on purpose: hostile.chromium.test.ts. */
let kit: Chromium;
let host: Host;
const patient = { timeout: 30_000 };
const invites = 'What should this course change?';
const kpi = 'Damaged-package complaints';
const lms = (path: string) => `http://lms.test:${host.port}${path}`;
const course = (id: number, title: string, more = '') => lms(`/course/view.php?id=${id}&title=${encodeURIComponent(title)}${more}`);
const idOf = (id: number, root = '') => courseIdOf(`moodle:lms.test:${host.port}${root}`, `${id}`);
const tagsOf = async (id: number) => (await ask(kit, 'panel/courseView', { course: await idOf(id) })).tags;
const open = async (address: string): Promise<Page> => {
  const page = await kit.context.newPage();
  await page.goto(address);
  return page;
};

/** A course page in which no place for the panel has the name that it should have, and a script that brings the names back. */
function withoutPlaces(url: URL): Answered | null {
  if (url.searchParams.get('page') !== 'bare') return null;
  const plain = courseAt(url);
  const places = ['page-header', 'page-content', 'region-main'];
  return (
    plain && {
      ...plain,
      body: places
        .reduce((body, id) => body.replaceAll(`id="${id}"`, `id="not-${id}"`), plain.body)
        .replace(
          '</body>',
          `<script>window.bringPlaces = () => { for (const id of ${JSON.stringify(places)}) document.getElementById('not-' + id).id = id; document.body.append(document.createElement('i')); };</script></body>`,
        ),
    }
  );
}

/** A page that says nothing of the role, of course 37. */
function ofCourse37(url: URL): Answered | null {
  if (url.searchParams.get('page') !== 'silent') return null;
  const plain = fixtureAt(new URL('/mod/page/view.php?id=52&fixture=moodle/boost-single-activity', url));
  return plain && { ...plain, body: plain.body.replaceAll(/\bcourse-7\b/g, 'course-37') };
}

beforeAll(async () => {
  host = await serve([(_request, url) => hostileAt(url) ?? ofCourse37(url) ?? withoutPlaces(url) ?? courseAt(url) ?? fixtureAt(url)]);
  kit = await openChromium();
  const page = await open(course(7, 'Pack it right'));
  await kit.turnOn(page);
  await addOutcome(kit, kpi);
  await page.close();
});
afterAll(async () => {
  await kit?.close();
  await host?.close();
});

const tag = async (page: Page) => {
  const frame = await panelWith(page, invites);
  await frame.getByRole('combobox').click();
  await frame.getByRole('option', { name: kpi }).first().click();
  await frame.getByRole('button', { name: 'Later' }).click();
  await frame.getByText('Nobody was asked to agree yet.').waitFor();
  return frame;
};

describe('a place for the panel', () => {
  test('none: the panel is docked at the edge, over the page, and works', async () => {
    const page = await open(course(31, 'No places', '&page=bare'));
    await panelWith(page, invites);
    const box = await page.locator('throughline-root').boundingBox();
    expect(box?.width).toBe(400);
    expect((box?.x ?? 0) + 400).toBe(1440 - 16);
    await tag(page);
    await picture(page, 't01-docked');
    await page.close();
  });

  test('late: it is waited for, and the panel comes once, in it', async () => {
    const page = await kit.context.newPage();
    await page.goto(course(32, 'Late places', '&page=bare'), { waitUntil: 'commit' });
    await page.waitForFunction(() => 'bringPlaces' in window);
    await page.evaluate(() => (window as unknown as { bringPlaces(): void }).bringPlaces());
    await panelWith(page, invites);
    expect(await page.locator('#region-main > throughline-root').count()).toBe(1);
    expect(await page.locator('throughline-root').count()).toBe(1);
    await page.close();
  });
});

describe('which course it is', () => {
  test('renamed: the same course with its tags, and the new title is kept with the next change', async () => {
    const before = await open(course(33, 'Old name'));
    await tag(before);
    await before.close();
    const after = await open(course(33, 'New name'));
    const frame = await panelWith(after, kpi);
    await frame.getByRole('button', { name: 'More', exact: true }).click();
    await frame.getByRole('menuitem', { name: 'Launch dates' }).click();
    await frame.getByRole('dialog').getByLabel('Date').fill('2026-09-07');
    await frame.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await frame.getByRole('button', { name: /Change the launch of 7 Sep 2026/ }).waitFor();
    const kept = (await ask(kit, 'own/catalogue', {})).courses.filter(({ nativeId }) => nativeId === '33');
    expect(kept.map(({ title }) => title)).toEqual(['New name']);
    await after.close();
  });

  test('the same number in another installation is another course', async () => {
    const first = await open(course(7, 'Pack it right'));
    await tag(first);
    await first.close();
    const page = await open(lms('/moodle/course/view.php?id=7&fixture=moodle/boost-sub-path'));
    await kit.turnOn(page);
    await panelWith(page, invites);
    expect(await idOf(7, '/moodle')).not.toBe(await idOf(7));
    await page.close();
  });
});

describe('who sees it', () => {
  test('a learner sees nothing, and the popup says why', async () => {
    const page = await open(lms('/course/view.php?id=7&fixture=moodle/boost-learner'));
    await kit.clickToolbar(page);
    const popup = await kit.popupFor(page);
    await popup.getByText('This is a learner’s view. Learners are shown nothing.').waitFor();
    await picture(popup, 't02-popup-learner');
    expect(await popup.getByRole('button', { name: 'Show on this course' }).count()).toBe(0);
    expect(await page.locator('throughline-root').count()).toBe(0);
    await popup.close();
    await page.close();
  });

  test('where the page does not say: nothing until “Show on this course”, remembered for that course', async () => {
    const page = await open(lms('/mod/page/view.php?id=52&page=silent'));
    const popup = await kit.popupFor(page);
    await popup.getByText('The page does not say whether you teach here, so nothing is shown.').waitFor();
    expect(await page.locator('throughline-root').count()).toBe(0);
    await picture(popup, 't03-popup-unknown');
    await popup.getByRole('button', { name: 'Show on this course' }).click();
    await popup.getByText('On. Course page:').waitFor();
    await popup.close();
    await panelWith(page, invites);
    await page.reload();
    await panelWith(page, invites);
    await page.close();
  });

  test('paused by the popup: the page is left untouched, also after a reload; resumed, the panel is back', async () => {
    const page = await open(course(34, 'Paused'));
    await panelWith(page, invites);
    const popup = await kit.popupFor(page);
    await popup.getByRole('button', { name: 'Pause on this site' }).click();
    await popup.getByText('Paused on this site. Pages are left untouched.').waitFor();
    await picture(popup, 't04-popup-paused');
    await nothingIn(page);
    await page.reload();
    await ask(kit, 'own/me', {}); // the page has been answered
    expect(await page.locator('throughline-root').count()).toBe(0);
    await popup.getByRole('button', { name: 'Resume' }).click();
    await panelWith(page, invites);
    await popup.close();
    await page.close();
  });

  test('the browser’s permission withdrawn in its settings: the panel leaves; given back there: it returns to the open tab', async () => {
    const page = await open(course(35, 'Withdrawn'));
    await panelWith(page, invites);
    const own = await kit.context.newPage();
    await own.goto(kit.own('admin.html#sites'));
    await kit.withdraw('http://lms.test/*');
    await own.getByText('Moodle. The browser’s permission was taken back, so nothing is read there.').first().waitFor();
    await picture(own, 't05-withdrawn');
    await nothingIn(page);
    // given back in the browser's own settings, without a word to us: it is on again, in the open tab too
    await kit.preGrant('http://lms.test/*');
    await own.getByText('Moodle, on').first().waitFor();
    await own.close();
    await panelWith(page, invites);
    await page.reload();
    await panelWith(page, invites);
    await page.close();
  });
});

describe('a page in which no frame can live', () => {
  test('the button says so, the popup offers the panel beside, and there the same panel makes a tag', async () => {
    const plain = await open(`http://hostile.test:${host.port}/course/view.php?id=7&page=plain`);
    await kit.turnOn(plain);
    await plain.close();
    const page = await open(`http://hostile.test:${host.port}/course/view.php?id=7&page=sandbox-opaque`);
    const tabId = await kit.tabIdOf(page);
    const own = await kit.context.newPage();
    await own.goto(kit.own('admin.html'));
    const badge = () =>
      own.evaluate(
        (id) =>
          (globalThis as unknown as { chrome: { action: { getBadgeText(about: object): Promise<string> } } }).chrome.action.getBadgeText({
            tabId: id,
          }),
        tabId,
      );
    await page.bringToFront();
    await expect.poll(badge, patient).toBe('!');
    await nothingIn(page);
    const popup = await kit.popupFor(page);
    await popup.getByText('The page does not let the panel load.').waitFor();
    await popup.getByRole('button', { name: 'Open in a side panel' }).waitFor();
    await picture(popup, 't06-popup-beside');
    const [window] = await Promise.all([kit.context.waitForEvent('page'), popup.getByRole('button', { name: 'In a window' }).click()]);
    await window.getByText(invites).waitFor();
    expect(new URL(window.url()).search).toBe(`?surface=window&tab=${tabId}`);
    await window.getByRole('combobox').click();
    await window.getByRole('option', { name: kpi }).first().click();
    await window.getByRole('button', { name: `Ask the ${owner} to agree` }).click();
    await window.getByText(`Proposed, waits for the ${owner}`).waitFor();
    await picture(window, 't07-window');
    const id = await courseIdOf(`moodle:hostile.test:${host.port}`, '7');
    expect((await ask(kit, 'panel/courseView', { course: id })).tags).toHaveLength(1);
    await window.close();

    const side = await open(kit.own(`panel.html?surface=side&tab=${tabId}`));
    await side.getByText(`Proposed, waits for the ${owner}`).waitFor();
    await side.close();
    await own.close();
    await page.close();
  });

  test('a surface of a tab that shows no course says so', async () => {
    const other = await open(lms('/my/courses.php'));
    const surface = await open(kit.own(`panel.html?surface=window&tab=${await kit.tabIdOf(other)}`));
    await surface.getByText('In this tab there is no course and no chart that Throughline knows.').waitFor();
    await surface.close();
    await other.close();
  });
});

describe('the worker ends', () => {
  type Step = { name: string; act(page: Page): Promise<unknown> };
  const frameOf = (page: Page) => page.frames().findLast((frame) => frame.url().includes('/panel.html'))!;
  const steps: Step[] = [
    { name: 'the picker opens', act: (page) => frameOf(page).getByRole('combobox').click() },
    {
      name: 'words are typed',
      act: async (page) => (
        await page.keyboard.type('damaged'),
        frameOf(page).getByRole('option', { selected: true, name: kpi }).waitFor()
      ),
    },
    {
      name: 'it is chosen',
      act: async (page) => (
        await page.keyboard.press('Enter'),
        frameOf(page)
          .getByRole('button', { name: `Ask the ${owner} to agree` })
          .waitFor()
      ),
    },
    {
      name: 'the behaviour is named and the owner asked',
      act: async (page) => (
        await frameOf(page).getByRole('textbox').fill('Checks corners first'),
        await page.keyboard.press('Enter'),
        frameOf(page).getByText(`Proposed, waits for the ${owner}`).waitFor()
      ),
    },
    {
      name: 'it is removed',
      act: async (page) => (
        await frameOf(page)
          .getByRole('button', { name: `More about ${kpi}` })
          .click(),
        await frameOf(page).getByRole('menuitem', { name: 'Remove from this course' }).click(),
        frameOf(page).getByText(invites).waitFor()
      ),
    },
    {
      name: 'it is brought back',
      act: async (page) => (
        await frameOf(page).locator('.toast').getByRole('button', { name: 'Undo' }).click(),
        frameOf(page).getByText(`Proposed, waits for the ${owner}`).waitFor()
      ),
    },
    {
      name: 'the panel is folded',
      act: async (page) => (
        await frameOf(page).getByRole('button', { name: 'Collapse' }).click(),
        expect.poll(() => settledHeight(page), patient).toBe(40)
      ),
    },
    {
      name: 'the page is loaded anew',
      act: async (page) => (
        await page.reload(),
        await (await panelWith(page, '1 outcome')).getByRole('button', { name: 'Open', exact: true }).click(),
        panelWith(page, `Proposed, waits for the ${owner}`)
      ),
    },
  ];

  test.each(steps.map(({ name }, at) => [name, at] as const))('before %s', async (_, killedBefore) => {
    const id = 40 + killedBefore;
    const page = await open(course(id, `Course ${id}`));
    await panelWith(page, invites);
    for (const [at, { act }] of steps.entries()) {
      if (at === killedBefore) {
        await kit.killWorker();
        await page.bringToFront();
      }
      await act(page);
    }
    const [kept, ...more] = await tagsOf(id);
    expect(more).toEqual([]);
    expect(kept?.alignment).toMatchObject({ rationale: 'Checks corners first' });
    expect(kept?.status).toMatchObject({ state: 'proposed', asked: true });
    await page.close();
  });

  test('before every one of them', async () => {
    const page = await open(course(60, 'All of them'));
    await panelWith(page, invites);
    for (const { act } of steps) {
      await kit.killWorker();
      await page.bringToFront();
      await act(page);
    }
    expect(await tagsOf(60)).toHaveLength(1);
    await page.close();
  });
});

describe('files', () => {
  const choose = async (page: Page, name: string, text: string) => {
    await page.getByLabel('Export file').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  };
  const counts = async () => {
    const { outcomes, metrics, courses } = await ask(kit, 'own/catalogue', {});
    return [outcomes, metrics, courses].map(({ length }) => length);
  };

  test('a newer one, one that was cut, a foreign one and no JSON at all are refused with words; nothing is written', async () => {
    const { file } = await ask(kit, 'own/export', {});
    const before = await counts();
    const page = await open(kit.own('admin.html#data'));
    const cases: [string, string, string][] = [
      ['newer.json', file.replace('"version":1', '"version":2'), 'newer.json was written by a newer version of Throughline.'],
      ['cut.json', file.slice(0, file.length / 2), 'cut.json is not complete: its end is missing.'],
      ['foreign.json', '{"courses": []}', 'foreign.json is not an export of Throughline.'],
      ['letter.txt', 'Dear all,', 'letter.txt is not a JSON file.'],
      [
        'bent.json',
        file.replace(/"direction":\{"v":"reduce"|"reduce"/, (found) => found.replace('reduce', 'sideways')),
        'A record in bent.json does not hold.',
      ],
    ];
    for (const [name, text, sentence] of cases) {
      await choose(page, name, text);
      await page.getByText(sentence).waitFor();
      await page.getByText('Nothing was written.').waitFor();
      expect(await page.getByRole('button', { name: /^Import \d/ }).count()).toBe(0);
    }
    await picture(page, 't08-import-refused');
    expect(await counts()).toEqual(before);
    await page.close();
  });

  test('everything out by the button, and into an empty browser: counts first, then the same catalogue', async () => {
    const page = await open(kit.own('admin.html#data'));
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export everything' }).click()]);
    const stream = await download.createReadStream();
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    const file = Buffer.concat(parts).toString('utf8');
    await choose(page, 'same.json', file);
    await page.getByText('Everything in this file is here already.').waitFor();
    const before = await counts();
    await page.close();

    const empty = await openChromium();
    try {
      const admin = await empty.context.newPage();
      await admin.goto(empty.own('admin.html#data'));
      await choose(admin, 'throughline.json', file);
      const button = admin.getByRole('button', { name: /^Import \d/ });
      await button.waitFor();
      await picture(admin, 't09-import-preview');
      expect((await ask(empty, 'own/catalogue', {})).outcomes).toEqual([]);
      await button.click();
      await admin.getByText(/records of throughline\.json imported/).waitFor();
      const { outcomes, metrics, courses } = await ask(empty, 'own/catalogue', {});
      expect([outcomes, metrics, courses].map(({ length }) => length)).toEqual(before);
    } finally {
      await empty.close();
    }
  });
});
