// Long: one journey, told from start to end.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { courseIdOf } from '@/lib/model/rules/identity';
import { fixtureAt } from '@/test/fixtures/serve';
import { type Chromium, openChromium } from '@/test/support/chromium';
import { courseAt } from '@/test/support/courses';
import { type Host, serve } from '@/test/support/host';
import { addOutcome, owner } from '@/test/support/outcomes';
import { ask } from '@/test/support/own-page';
import { countActs, panelWith, press, settledHeight, tabTo } from '@/test/support/panel';
import { picture } from '@/test/support/picture';
import { dayAndMonth, lastWeeks } from '@/test/support/weeks';

/** What a course designer does, from the first click on the toolbar to the trend, on a Moodle course. The steps build on each other. */
let kit: Chromium;
let host: Host;
const patient = { timeout: 30_000 };
const invites = 'What should this course change?';
const kpi = 'Damaged-package complaints';
const course = (id: number, title?: string) =>
  `http://lms.test:${host.port}/course/view.php?id=${id}${title ? `&title=${encodeURIComponent(title)}` : ''}`;
const idOf = (id: number) => courseIdOf(`moodle:lms.test:${host.port}`, `${id}`);
const open = async (address: string): Promise<Page> => {
  const page = await kit.context.newPage();
  await page.goto(address);
  return page;
};

const values = lastWeeks(30).map((period, i) => ({ period, v: Math.round((4 + 0.3 * Math.sin(i) - (i > 18 ? 0.8 : 0)) * 100) / 100 }));
const launch = values[19]?.period ?? '';

beforeAll(async () => {
  host = await serve([(_request, url) => courseAt(url) ?? fixtureAt(url)]);
  kit = await openChromium();
});
afterAll(async () => {
  await kit?.close();
  await host?.close();
});

describe('turning it on', () => {
  test('the popup says that it is off and looks like Moodle; a click turns it on and the panel invites', async () => {
    const page = await open(course(7));
    await kit.preGrant('http://lms.test/*');
    await kit.clickToolbar(page);
    const popup = await kit.popupFor(page);
    await popup.getByText('Throughline is off here. It looks like Moodle.').waitFor();
    await picture(popup, 'd01-popup-off');
    expect(await page.locator('throughline-root').count()).toBe(0);
    await popup.getByRole('button', { name: 'Turn on for this site' }).click();
    await popup.getByText('On. Course page:').waitFor();
    await popup.close();
    await panelWith(page, invites);
    await picture(page, 'd02-empty');
    await page.close();
  });

  test.each([
    ['wide', 1440],
    ['middle', 1180],
    ['narrow', 420],
  ])('at a %s window the empty state fits the height that it first gets, with nothing cut', async (name, width) => {
    const page = await open(course(7));
    await panelWith(page, invites);
    await page.setViewportSize({ width, height: 1000 });
    // a window that is made narrower is an act too: the box follows
    await expect
      .poll(
        () =>
          page
            .frames()
            .findLast((f) => f.url().includes('/panel.html'))
            ?.evaluate(() => document.documentElement.scrollHeight <= innerHeight),
        patient,
      )
      .toBe(true);
    await page.reload();
    const frame = await panelWith(page, invites);
    const { inner, content } = await frame.evaluate(() => ({ inner: innerHeight, content: document.documentElement.scrollHeight }));
    await picture(page, `d03-empty-${name}`);
    expect(content).toBeLessThanOrEqual(inner);
    // and no room is left over that would look like something missing
    const bottom = await frame.evaluate(() => document.querySelector('.panel')?.getBoundingClientRect().bottom ?? 0);
    expect(inner - bottom).toBeLessThanOrEqual(16);
    // the field stands in the first style sheet: its icon is inside it before the picker's code is there
    const [icon, field] = await frame.evaluate(() =>
      ['.picker-field svg', '.picker-field input'].map((s) => document.querySelector(s)?.getBoundingClientRect().toJSON() as DOMRect),
    );
    expect(icon && field && icon.top >= field.top && icon.bottom <= field.bottom && icon.left >= field.left).toBe(true);
    await page.setViewportSize({ width: 1440, height: 1000 });
    await page.close();
  });
});

describe('tagging', () => {
  test('an outcome is made in the catalogue before', async () => {
    const weeksBefore = values.slice(0, 19).map(({ period }) => period);
    const { outcomeId } = await addOutcome(kit, kpi, {
      baseline: {
        from: weeksBefore[0] ?? '',
        to: Temporal.PlainDate.from(weeksBefore.at(-1) ?? '')
          .add({ days: 6 })
          .toString(),
      },
    });
    expect(outcomeId).not.toBe('');
  });

  test('by mouse: open the picker, choose, ask; saved after the second', async () => {
    const page = await open(course(7));
    const frame = await panelWith(page, invites);
    const acts = await countActs(frame);
    await frame.getByRole('combobox', { name: 'Search outcomes and KPIs' }).click();
    await frame.getByRole('option', { name: kpi }).first().waitFor();
    await picture(page, 'd04-picker');
    await frame.getByRole('option', { name: kpi }).first().click();
    await frame.getByText('Saved on this device').first().waitFor();
    await picture(page, 'd05-saved');
    expect((await ask(kit, 'panel/courseView', { course: await idOf(7) })).tags.map((tag) => tag.series.metric.name)).toEqual([kpi]);
    await frame.getByRole('button', { name: `Ask the ${owner} to agree` }).click();
    const today = dayAndMonth(Temporal.Now.plainDateISO());
    await frame.getByText(`Proposed, waits for the ${owner} since ${today}`).waitFor();
    expect(await acts()).toEqual({ pointer: 3, keys: [] });
    await settledHeight(page);
    await picture(page, 'd06-asked');
    await page.close();
  });

  test('by keyboard alone: Enter in the field, Enter on the likeliest, Enter to ask', async () => {
    const page = await open(course(21, 'Load safely'));
    const frame = await panelWith(page, invites);
    const acts = await countActs(frame);
    await tabTo(page, frame, '#add-outcome');
    await page.keyboard.press('Enter');
    await frame.getByRole('option', { selected: true, name: kpi }).waitFor();
    await page.keyboard.press('Enter');
    const button = frame.getByRole('button', { name: `Ask the ${owner} to agree` });
    await button.waitFor();
    await expect.poll(() => frame.evaluate(() => document.activeElement?.localName), patient).toBe('input');
    await page.keyboard.press('Enter');
    await frame.getByText(`Proposed, waits for the ${owner}`).waitFor();
    expect(await acts()).toEqual({ pointer: 0, keys: ['Enter', 'Enter', 'Enter'] });
    // the focus is not lost: it is on what was made
    await expect.poll(() => frame.evaluate(() => document.activeElement?.className), patient).toContain('statement');
    await page.close();
  });

  test('typed words find it, and the behaviour that is named is kept', async () => {
    const page = await open(course(22, 'Choose the box'));
    const frame = await panelWith(page, invites);
    await tabTo(page, frame, '#add-outcome');
    await page.keyboard.type('damaged');
    await frame.getByRole('option', { selected: true, name: kpi }).waitFor();
    await page.keyboard.press('Enter');
    await frame.getByRole('textbox', { name: /What will people do differently/ }).fill('Scans the packing check before closing');
    await page.keyboard.press('Enter');
    await frame.getByText(`Proposed, waits for the ${owner}`).waitFor();
    const { tags } = await ask(kit, 'panel/courseView', { course: await idOf(22) });
    expect(tags[0]?.alignment.rationale).toBe('Scans the packing check before closing');
    await page.close();
  });

  test('the worker ends between choosing and asking: the act goes on, and after a reload all is there', async () => {
    const page = await open(course(23, 'Cushion and close'));
    const frame = await panelWith(page, invites);
    await frame.getByRole('combobox').click();
    await kit.killWorker();
    await page.bringToFront();
    await frame.getByRole('option', { name: kpi }).first().click();
    const button = frame.getByRole('button', { name: `Ask the ${owner} to agree` });
    await button.waitFor();
    await kit.killWorker();
    await page.bringToFront();
    await button.click();
    await frame.getByText(`Proposed, waits for the ${owner}`).waitFor();
    await kit.killWorker();
    await page.reload();
    const again = await panelWith(page, kpi);
    await again.getByText(`Proposed, waits for the ${owner}`).waitFor();
    expect((await ask(kit, 'panel/courseView', { course: await idOf(23) })).tags).toHaveLength(1);
    await page.close();
  });

  test('a template becomes a draft that says what is missing', async () => {
    const page = await open(course(24, 'Welcome aboard'));
    const frame = await panelWith(page, invites);
    await frame.getByRole('combobox').click();
    await press(frame.getByRole('option', { name: 'Time to productivity' })); // far down the list
    await frame.getByText('Name an owner, a target and a date, so that somebody can agree to it.').first().waitFor();
    await picture(page, 'd07-template');
    await frame.getByRole('button', { name: 'Complete the outcome' }).click();
    const dialog = frame.getByRole('dialog');
    await dialog.getByLabel('Owner').fill('People lead');
    await settledHeight(page);
    await picture(page, 'd08-outcome-form');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await page.close();
  });
});

describe('figures', () => {
  test('the launch is set, values are pasted from a sheet, and the trend shows series, launch, target and baseline', async () => {
    const page = await open(course(7));
    const frame = await panelWith(page, kpi);
    await frame.getByRole('button', { name: 'Type in values' }).click();
    const dialog = frame.getByRole('dialog');
    await dialog.getByLabel('Paste from a sheet').focus();
    await page.keyboard.insertText(['Week\tComplaints', ...values.map(({ period, v }) => `${period}\t${v}`)].join('\n'));
    await dialog.getByText(`${values.length} values understood`).waitFor();
    await settledHeight(page);
    await picture(page, 'd09-values');
    await dialog.getByRole('button', { name: `Keep ${values.length} changes` }).click();
    await dialog.waitFor({ state: 'hidden' });

    await frame.getByRole('button', { name: /Set the launch date|Another date/ }).click();
    await dialog.getByLabel('Date').fill(launch);
    await dialog.getByLabel('Audience').fill('all depots');
    await picture(page, 'd10-launch');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('button', { name: /Change the launch/ }).waitFor();
    await page.keyboard.press('Escape');

    const drawing = frame.locator('.chart svg[role=img]');
    await drawing.waitFor();
    const drawn = await drawing.evaluate((svg) => {
      const one = (selector: string) => svg.querySelector(selector)?.getAttribute('d') ?? '';
      return {
        series: one('.c-series').match(/[ML]/g)?.length,
        launches: svg.querySelectorAll('.c-launch').length,
        target: one('.c-target'),
        baseline: one('.c-bracket'),
        texts: [...svg.querySelectorAll('text')].map((t) => t.textContent),
      };
    });
    expect(drawn.series).toBe(values.length);
    expect(drawn.launches).toBe(1);
    expect(drawn.target).not.toBe('');
    expect(drawn.baseline).not.toBe('');
    expect(drawn.texts).toContain('Target 3.2');
    expect(drawn.texts.some((text) => text?.startsWith('Launch '))).toBe(true);
    await settledHeight(page);
    await picture(page, 'd11-trend');
    await page.close();
  });

  test('the table behind “Figures” has the same values, and the levels are their averages', async () => {
    const page = await open(course(7));
    const frame = await panelWith(page, kpi);
    await frame.getByRole('button', { name: 'Figures', exact: true }).click();
    const rows = frame.getByRole('region', { name: /^Figures of/ }).locator('tbody tr');
    await rows.first().waitFor();
    const shown = await rows.evaluateAll((all) =>
      all.map((row) => [row.querySelector('td.num')?.getAttribute('title'), row.lastElementChild?.textContent]),
    );
    expect(shown.map(([v]) => Number(v))).toEqual(values.map(({ v }) => v).toReversed());
    expect(shown.filter(([, note]) => note === 'launch')).toHaveLength(1);
    const mean = (of: { v: number }[]) => of.reduce((sum, { v }) => sum + v, 0) / of.length;
    const figures = await frame.locator('.levels .figure').allInnerTexts();
    expect(figures.map((text) => Number.parseFloat(text))).toEqual(
      [mean(values.slice(0, 19)), mean(values.slice(19))].map((v) => expect.closeTo(v, 1)),
    );
    await settledHeight(page);
    await picture(page, 'd12-figures');
    await page.close();
  });

  test('the chart is read by keys', async () => {
    const page = await open(course(7));
    const frame = await panelWith(page, kpi);
    await frame.locator('.chart svg[role=img]').waitFor();
    await frame.getByRole('application').focus();
    await page.keyboard.press('End');
    const last = values.at(-1);
    await expect.poll(() => frame.locator('.chart-reading output').innerText(), patient).toContain(`${last?.v}`);
    await page.close();
  });
});

describe('one course in several places', () => {
  test('a second tab shows the new tag without a reload', async () => {
    const [first, second] = [await open(course(25, 'The check before loading')), await open(course(25, 'The check before loading'))];
    const there = await panelWith(second, invites);
    const here = await panelWith(first, invites);
    await first.bringToFront();
    await here.getByRole('combobox').click();
    await here.getByRole('option', { name: kpi }).first().click();
    await here.getByRole('button', { name: 'Later' }).click();
    await expect.poll(() => there.getByText(kpi).first().isVisible(), patient).toBe(true);
    await first.close();
    await second.close();
  });

  test('fold and height are kept: the box comes at its last height and stays', async () => {
    const page = await kit.context.newPage();
    await page.addInitScript(() => {
      const heights: number[] = [];
      Object.assign(window, { heights });
      new MutationObserver((records) => {
        for (const node of records.flatMap(({ addedNodes }) => [...addedNodes]))
          if (node.nodeName === 'THROUGHLINE-ROOT')
            new ResizeObserver(([entry]) => heights.push(entry?.contentRect.height ?? 0)).observe(node as Element);
      }).observe(document, { childList: true, subtree: true });
    });
    const seen = () => page.evaluate(() => (window as unknown as { heights: number[] }).heights);
    await page.goto(course(7));
    const frame = await panelWith(page, kpi);
    await frame.getByRole('button', { name: 'Figures', exact: true }).click();
    await frame.getByRole('button', { name: 'Figures', exact: true }).click();
    const open_ = await settledHeight(page);
    await page.reload();
    await panelWith(page, kpi);
    await settledHeight(page);
    expect(new Set(await seen())).toEqual(new Set([open_]));

    const again = await panelWith(page, kpi);
    await again.getByRole('button', { name: 'Collapse' }).click();
    await expect.poll(() => settledHeight(page), patient).toBe(40);
    await page.reload();
    const folded = await panelWith(page, 'Business outcomes');
    await settledHeight(page);
    expect(new Set(await seen())).toEqual(new Set([40]));
    await picture(page, 'd13-folded');
    await folded.getByRole('button', { name: 'Open', exact: true }).click();
    await folded.getByText(`Proposed, waits for the ${owner}`).waitFor();
    await page.close();
  });
});

describe('taking back', () => {
  test('a tag is undone at once, removed and restored later, without losing what was decided', async () => {
    const page = await open(course(26, 'What the scanner asks'));
    const frame = await panelWith(page, invites);
    const tags = async () => (await ask(kit, 'panel/courseView', { course: await idOf(26) })).tags;
    await frame.getByRole('combobox').click();
    await frame.getByRole('option', { name: kpi }).first().click();
    await frame.getByRole('button', { name: 'Undo' }).click();
    await frame.getByText(invites).waitFor();
    expect(await tags()).toEqual([]);
    await frame.getByRole('status').filter({ hasText: 'removed from this course' }).getByRole('button', { name: 'Undo' }).click();
    await frame.getByText('Nobody was asked to agree yet.').waitFor();
    await frame.getByRole('button', { name: `Ask the ${owner} to agree` }).click();
    await frame.getByText(`Proposed, waits for the ${owner}`).waitFor();

    await frame.getByRole('button', { name: `More about ${kpi}` }).click();
    await picture(page, 'd14-menu');
    await frame.getByRole('menuitem', { name: 'Remove from this course' }).click();
    await frame.getByText(invites).waitFor();
    await page.reload();
    const later = await panelWith(page, invites);
    await later.getByRole('button', { name: 'More', exact: true }).click();
    await later.getByRole('menuitem', { name: '1 removed outcome' }).click();
    await later.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
    await later.getByText('Nothing is removed from this course.').waitFor();
    await page.keyboard.press('Escape');
    await later.getByText(`Proposed, waits for the ${owner}`).waitFor();
    expect(await tags()).toHaveLength(1);
    await page.close();
  });

  test('a retired outcome is offered no more; taken up again it is', async () => {
    const admin = await kit.context.newPage();
    await admin.goto(kit.own('admin.html#outcomes'));
    await admin
      .getByRole('button', { name: `Actions for ${kpi}` })
      .or(admin.getByRole('button', { name: /^Actions for/ }))
      .first()
      .waitFor();
    await picture(admin, 'd15-admin');
    const found = async () =>
      (await ask(kit, 'panel/outcomeSearch', { words: 'damaged package', limit: 20 })).found.filter(({ kind }) => kind === 'outcome')
        .length;
    expect(await found()).toBe(1);
    const row = admin.getByRole('row').filter({ hasText: kpi });
    await row.getByRole('button', { name: /^Actions for/ }).click();
    await admin.getByRole('menuitem', { name: 'Retire' }).click();
    await expect.poll(found, patient).toBe(0);
    await admin.getByRole('status').getByRole('button', { name: 'Undo' }).click();
    await expect.poll(found, patient).toBe(1);
    await admin.close();
  });

  test('“No business outcome, by design” asks for a reason and keeps it; an outcome can be expected after all', async () => {
    const page = await open(course(27, 'Fire safety, yearly'));
    const frame = await panelWith(page, invites);
    await frame.getByRole('button', { name: 'No business outcome, by design' }).click();
    const dialog = frame.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Give the reason.').waitFor();
    await dialog.getByLabel('Reason').fill('Statutory instruction, required by law.');
    await settledHeight(page);
    await picture(page, 'd16-policy');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await frame.getByText('“Statutory instruction, required by law.”').waitFor();
    await page.reload();
    const again = await panelWith(page, '“Statutory instruction, required by law.”');
    await picture(page, 'd17-none-by-design');
    await again.getByRole('button', { name: 'Expect an outcome after all' }).click();
    await again.getByText(invites).waitFor();
    await page.close();
  });
});
