// Long: one list of views, looked at in the same ways.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { courseIdOf } from '@/lib/model/rules/identity';
import { fixtureAt } from '@/test/fixtures/serve';
import { type Chromium, openChromium } from '@/test/support/chromium';
import { courseAt } from '@/test/support/courses';
import { type Host, serve } from '@/test/support/host';
import { clickMark, tileOf } from '@/test/support/marks';
import { addOutcome } from '@/test/support/outcomes';
import { ask } from '@/test/support/own-page';
import { panelWith, settledHeight } from '@/test/support/panel';
import { picture } from '@/test/support/picture';
import { sampleCharts, sampleDatasets } from '@/test/support/sample-superset';
import { startSuperset, type SupersetServer } from '@/test/support/superset-server';
import { lastWeeks } from '@/test/support/weeks';

/** axe in every view, as drawn by a browser: light and dark, wide and 374 px; and whether keys reach every control. */
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const invites = 'What should this course change?';
const kpi = 'Damaged-package complaints';

type Violation = { id: string; impact: string | null; nodes: { html: string }[] };
/** What axe calls serious or critical in a frame of ours or one of our pages. The source is evaluated: their policy lets no script element in. */
async function faults(at: Frame | Page): Promise<string[]> {
  await at.evaluate(axe);
  const violations = (await at.evaluate(() =>
    (window as unknown as { axe: { run(d: Document): Promise<{ violations: Violation[] }> } }).axe.run(document).then((r) => r.violations),
  )) as Violation[];
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** Controls whose words are wider than the place they have: half of a choice would be read. */
const cut = (at: Frame | Page): Promise<string[]> =>
  at.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.btn,.segmented,.segmented > *,select')]
      .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.visually-hidden'))
      .filter((e) => {
        const { left, right } = e.getBoundingClientRect();
        const around = (e.closest('dialog, .panel, .drawer') ?? document.documentElement).getBoundingClientRect();
        return (e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1) || right > around.right + 1 || left < around.left - 1;
      })
      .map((e) => e.outerHTML.slice(0, 200)),
  );

/** Controls that Tab does not come to, of all that are seen; a group of radio buttons counts once, as the browser has it. */
async function unreached(page: Page, at: Frame | Page): Promise<string[]> {
  const count = await at.evaluate(() => {
    const seen = (e: Element) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('[inert]');
    const dialog = document.querySelector('dialog[open]');
    const all = [
      ...(dialog ?? document).querySelectorAll<HTMLElement>('a[href],button,input,select,textarea,summary,[tabindex="0"]'),
    ].filter((e) => seen(e) && e.tabIndex >= 0 && !(e as HTMLButtonElement).disabled);
    Object.assign(window, { wanted: new Set(all) });
    addEventListener('focusin', ({ target }) => {
      const { wanted } = window as unknown as { wanted: Set<Element> };
      wanted.delete(target as Element);
      const { type, name } = target as HTMLInputElement;
      if (type === 'radio')
        for (const other of wanted)
          if ((other as HTMLInputElement).type === 'radio' && (other as HTMLInputElement).name === name) wanted.delete(other);
    });
    (document.activeElement as HTMLElement | null)?.blur();
    (all[0] as HTMLElement | undefined)?.focus();
    return all.length;
  });
  for (let i = 0; i < 2 * count + 8; i += 1)
    // a date has a stop for each of its parts
    await page.keyboard.press('Tab');
  return at.evaluate(() => [...(window as unknown as { wanted: Set<Element> }).wanted].map((e) => e.outerHTML.slice(0, 160)));
}

describe.each([
  ['light', 1440],
  ['dark', 1440],
  ['light', 420],
  ['dark', 420],
] as const)('%s, window of %i px', (theme, width) => {
  let kit: Chromium;
  let host: Host;
  let bi: SupersetServer;
  const dark = theme === 'dark';
  const name = (step: string) => `a-${theme}-${width}-${step}`;
  /** Fixture pages that are dark themselves: the panel follows its page, not the system. */
  const course = (id: number) => `http://lms.test:${host.port}/course/view.php?id=${id}${dark ? '&theme=dark' : ''}`;
  const board = () => `http://bi.test:${bi.port}/superset/dashboard/field-operations/`;
  const idOf = (id: number) => courseIdOf(`moodle:lms.test:${host.port}`, `${id}`);
  const open = async (address: string): Promise<Page> => {
    const page = await kit.context.newPage();
    await page.goto(address);
    if (width !== 1440) await page.setViewportSize({ width, height: 1000 });
    return page;
  };
  const check = async (page: Page, at: Frame | Page, step: string) => {
    await picture(page, name(step));
    expect(await faults(at)).toEqual([]);
    expect(await cut(at)).toEqual([]);
  };

  beforeAll(async () => {
    host = await serve([
      (_request, url) => {
        const plain = courseAt(url) ?? fixtureAt(url);
        const night = fixtureAt(new URL('/course/view.php?id=7&fixture=moodle/boost-dark', url));
        if (!plain || !url.searchParams.has('theme') || !night) return plain;
        return {
          ...night,
          body: night.body
            .replaceAll(/\bcourse-7\b/g, `course-${url.searchParams.get('id')}`)
            .replaceAll(/("courseId":|[?;](?:course)?id=)7\b/g, `$1${url.searchParams.get('id')}`),
        };
      },
    ]);
    bi = await startSuperset({
      charts: sampleCharts,
      datasets: sampleDatasets,
      users: { leader: 'secret' },
      dashboard: () =>
        fixtureAt(
          new URL(`http://bi.test:${bi.port}/superset/dashboard/field-operations/?fixture=superset/${dark ? 'v61-dark' : 'v61-dashboard'}`),
        )?.body ?? null,
      file: (path) => {
        const found = fixtureAt(new URL(path, `http://bi.test:${bi.port}`));
        return found && { type: found.headers['content-type'] ?? 'text/html', body: found.body };
      },
    });
    kit = await openChromium({ dark });
    const [cookie = '', value = ''] = (bi.cookieFor('leader').split(';')[0] ?? '').split(/=(.*)/);
    await kit.context.addCookies([{ name: cookie, value, url: `http://bi.test:${bi.port}` }]);
    for (const address of [course(7), board()]) {
      const page = await kit.context.newPage();
      await page.goto(address);
      await kit.turnOn(page);
      await page.close();
    }
  });
  afterAll(async () => {
    await kit?.close();
    await bi?.close();
    await host?.close();
  });

  test('course panel: empty, picker, third action, form, outcome with trend, its dialogs', async () => {
    const page = await open(course(7));
    const frame = await panelWith(page, invites);
    expect(await frame.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe(theme);
    await check(page, frame, 'empty');
    expect(await unreached(page, frame)).toEqual([]);

    await addOutcome(kit, kpi);
    await page.bringToFront();
    await frame.getByRole('combobox').click();
    await frame.getByRole('option', { name: kpi }).first().waitFor();
    await settledHeight(page);
    await check(page, frame, 'picker');
    await frame.getByRole('option', { name: kpi }).first().click();
    await frame.getByRole('button', { name: /^Ask the/ }).waitFor();
    await settledHeight(page);
    await check(page, frame, 'ask');
    expect(await unreached(page, frame)).toEqual([]);
    await frame.getByRole('button', { name: /^Ask the/ }).click();
    await frame.getByText(/^Proposed, waits for/).waitFor();

    const { tags } = await ask(kit, 'panel/courseView', { course: await idOf(7) });
    const values = lastWeeks(30).map((period, i) => ({ period, v: i > 18 ? 3.2 : 4 }));
    await ask(kit, 'panel/valuesType', { write: crypto.randomUUID(), metricId: tags[0]?.series.metric.id ?? '', values });
    await ask(kit, 'panel/launchSet', { write: crypto.randomUUID(), course: await idOf(7), date: values[19]?.period ?? '' });
    await page.bringToFront();
    await frame.locator('.chart svg[role=img]').waitFor();
    await frame.getByRole('button', { name: 'Figures', exact: true }).click();
    await settledHeight(page);
    await check(page, frame, 'outcome');
    expect(await unreached(page, frame)).toEqual([]);

    for (const [menu, item, step] of [
      [`More about ${kpi}`, 'Outcome, target, owner', 'outcome-form'],
      [`More about ${kpi}`, 'Behaviour, lag, contribution', 'alignment-form'],
      [`More about ${kpi}`, 'Type in values', 'values'],
      ['More', 'Launch dates', 'launches'],
    ] as const) {
      // the last of many Tabs may reach the frame late and close what was opened before it
      await expect
        .poll(
          async () => {
            const shown = () => frame.getByRole('menuitem', { name: item }).isVisible();
            if (!(await shown())) await frame.getByRole('button', { name: menu, exact: true }).click();
            return shown();
          },
          { timeout: 30_000 },
        )
        .toBe(true);
      if (step === 'outcome-form') await check(page, frame, 'menu');
      await frame.getByRole('menuitem', { name: item }).click();
      await frame.getByRole('dialog').locator('.dialog-body').waitFor();
      await settledHeight(page);
      await check(page, frame, step);
      expect(await unreached(page, frame)).toEqual([]);
      await frame.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).first().focus(); // the last Tab may have gone on to the page
      await page.keyboard.press('Escape');
      await frame.getByRole('dialog').waitFor({ state: 'hidden' });
    }
    await page.close();
  });

  test('chart panel: not linked, linked', async () => {
    const page = await open(board());
    await tileOf(page, 31).scrollIntoViewIfNeeded();
    await tileOf(page, 31).hover();
    await clickMark(page, 31);
    const frame = await panelWith(page, 'What the chart gives');
    await frame.getByText('Read without the dashboard’s filters').waitFor();
    await check(page, frame, 'link');
    expect(await unreached(page, frame)).toEqual([]);
    await frame.getByRole('button', { name: 'Link chart' }).click();
    await frame.getByText('Courses on this KPI').waitFor();
    await frame.locator('.chart svg[role=img]').waitFor();
    await check(page, frame, 'linked');
    expect(await unreached(page, frame)).toEqual([]);
    await page.close();
  });

  test('popup: not known, off elsewhere, on a course, on a dashboard', async () => {
    for (const [address, step] of [
      [course(7), 'course'],
      [board(), 'dashboard'],
      [`http://lms.test:${host.port}/my/courses.php`, 'list'],
    ] as const) {
      const page = await kit.context.newPage();
      await page.goto(address);
      await kit.clickToolbar(page);
      const popup = await kit.popupFor(page);
      await popup.getByRole('main').filter({ hasText: /\S/ }).waitFor();
      await popup.getByRole('heading', { level: 2 }).first().waitFor();
      await check(popup, popup, `popup-${step}`);
      expect(await unreached(popup, popup)).toEqual([]);
      await popup.close();
      await page.close();
    }
  });

  test('welcome and admin', async () => {
    for (const path of [
      'welcome.html',
      'admin.html#outcomes',
      'admin.html#kpis',
      'admin.html#courses',
      'admin.html#links',
      'admin.html#sites',
      'admin.html#data',
    ]) {
      const page = await open(kit.own(path));
      await page.getByRole('heading', { level: 1 }).waitFor();
      await check(page, page, path.replace('.html', '').replace('#', '-'));
      expect(await unreached(page, page)).toEqual([]);
      await page.close();
    }
  });

  test('admin forms: new outcome, new KPI', async () => {
    for (const [path, button] of [
      ['outcomes', 'New outcome'],
      ['kpis', 'New KPI'],
    ] as const) {
      const page = await open(kit.own(`admin.html#${path}`));
      await page.getByRole('button', { name: button }).click();
      await page.getByRole('dialog', { name: button }).locator('.dialog-body').waitFor();
      await check(page, page, `admin-${path}-new`);
      expect(await unreached(page, page)).toEqual([]);
      await page.close();
    }
  });

  test('an import that changes fields, and one whose data changed under it', async () => {
    const { outcomeId } = await addOutcome(kit, 'Late deliveries');
    const setDue = (dueDate: string) => ask(kit, 'panel/outcomeChange', { write: crypto.randomUUID(), id: outcomeId, set: { dueDate } });
    const { file } = await ask(kit, 'own/export', {});
    const page = await open(kit.own('admin.html#data'));
    await page.getByLabel('Export file').setInputFiles({ name: 'all.json', mimeType: 'application/json', buffer: Buffer.from(file) });
    await page.getByText('Everything in this file is here already.').waitFor();
    await setDue('2027-06-30');
    await page.bringToFront();
    await page.getByText('The data here changed while you looked.').waitFor();
    await check(page, page, 'admin-import-changed');
    expect(await unreached(page, page)).toEqual([]);
    await page.close();
  });
});
