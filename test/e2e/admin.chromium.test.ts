import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Chromium, openChromium } from '@/test/support/chromium';
import { addOutcome } from '@/test/support/outcomes';
import { ask } from '@/test/support/own-page';

let kit: Chromium;
beforeAll(async () => {
  kit = await openChromium();
});
afterAll(() => kit?.close());

const room = async (name: string): Promise<Page> => {
  const page = await kit.context.newPage();
  await page.goto(kit.own(`admin.html#${name}`));
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
};
/** Goes on with Tab until a control of that name has the focus, as somebody does who has no mouse. */
async function tabTo(page: Page, control: string): Promise<void> {
  const here = () =>
    page.evaluate(() => {
      const e = document.activeElement as HTMLInputElement | null;
      return (e?.labels?.[0] ?? e)?.textContent?.trim() ?? '';
    });
  for (let i = 0; i < 60; i += 1) {
    if ((await here()) === control) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not come to ${control}`);
}

describe('without a mouse', () => {
  test('a KPI is made with an owner whose position did not exist, and then an outcome on it', async () => {
    const page = await room('kpis');
    await tabTo(page, 'New KPI');
    await page.keyboard.press('Enter');
    const kpi = page.getByRole('dialog', { name: 'New KPI' });
    await kpi.waitFor();
    await tabTo(page, 'Name');
    await page.keyboard.type('Late deliveries');
    await tabTo(page, 'Unit');
    await page.keyboard.type('%');
    await tabTo(page, 'Higher');
    await page.keyboard.press('ArrowRight'); // one stop for the three choices: to Lower
    await tabTo(page, 'Owner');
    await page.keyboard.type('Depot lead');
    await page.keyboard.press('Enter');
    await kpi.waitFor({ state: 'detached' });
    const row = page.getByRole('row').filter({ hasText: 'Late deliveries' });
    await row.getByText('Depot lead').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('New KPI'); // back where it was opened

    await page.goto(kit.own('admin.html#outcomes'));
    await tabTo(page, 'New outcome');
    await page.keyboard.press('Enter');
    const outcome = page.getByRole('dialog', { name: 'New outcome' });
    await outcome.waitFor();
    await tabTo(page, 'KPI');
    await page.keyboard.type('late');
    await outcome.getByRole('button', { name: 'Late deliveries, %' }).waitFor();
    await tabTo(page, 'Late deliveries, %');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Owner');
    await page.keyboard.type('depot LEAD');
    await tabTo(page, 'Save as draft');
    await page.keyboard.press('Enter');
    await outcome.waitFor({ state: 'detached' });
    await page.getByRole('row').filter({ hasText: 'late deliveries' }).getByText('Depot lead').waitFor();

    const { actors, metrics, outcomes } = await ask(kit, 'own/catalogue', {});
    const positions = actors.filter(({ kind }) => kind === 'position');
    expect(positions.map(({ name }) => name)).toEqual(['Depot lead']);
    expect(metrics).toMatchObject([{ name: 'Late deliveries', betterWhen: 'lower', owner: positions[0]?.id, source: { kind: 'typed' } }]);
    expect(outcomes).toMatchObject([{ metricId: metrics[0]?.id, owner: positions[0]?.id, status: 'draft' }]);
    await page.close();
  });
});

test('an import shows anew what it would do when data change under it, and writes that', async () => {
  const { outcomeId } = await addOutcome(kit, 'Damaged-package complaints');
  const setDue = (dueDate: string) => ask(kit, 'panel/outcomeChange', { write: crypto.randomUUID(), id: outcomeId, set: { dueDate } });
  await setDue('2027-06-30');
  const { file } = await ask(kit, 'own/export', {});
  const page = await room('data');
  await page.getByLabel('Export file').setInputFiles({ name: 'all.json', mimeType: 'application/json', buffer: Buffer.from(file) });
  await page.getByText('Everything in this file is here already.').waitFor();

  await setDue('2027-09-30');
  await page.getByText('The data here changed while you looked.').waitFor();
  await page.getByRole('row', { name: /^Outcome 0 0 \d+ 1$/ }).waitFor(); // here it is the later one
  await ask(kit, 'own/erase', { write: crypto.randomUUID(), type: 'outcome', id: outcomeId });
  await page.getByRole('button', { name: 'Import 1 record' }).click();
  await page.getByText('1 record of all.json imported.').waitFor();
  const { outcomes } = await ask(kit, 'own/catalogue', {});
  expect(outcomes.find(({ id }) => id === outcomeId)).toMatchObject({ dueDate: '2027-06-30', hidden: false });
  await page.close();
});
