// What Superset's dashboards look like to an adapter, and that the queries saved by the seed are the editor's own.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openPlainBrowser, sessionOf } from './browser.ts';
import { superset } from '@/lib/sites/superset';
import { standFixture } from '../contract/stand.ts';
import { readFixture } from '../fixtures/read.ts';
import { signedIn } from './signin.mjs';

const real = inject('real').superset;
const { field, tabs, awkward } = real.ids.dashboards;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await openPlainBrowser();
  page = await (await sessionOf(browser, real, 'admin')).newPage();
});
afterAll(() => browser.close());

const open = async (path: string, on = page) => {
  await on.goto(`${real.host}${path}`);
  await on.locator('.chart-slice').first().waitFor();
};
const tilesOf = (on = page) =>
  on.locator('.chart-slice').evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('data-test-chart-id')));

describe('a dashboard', () => {
  it('says its number under all three addresses', async () => {
    const permalink = await page.evaluate(
      async (id) => {
        const token = document.querySelector<HTMLInputElement>('#csrf_token')?.value ?? '';
        const headers = { 'content-type': 'application/json', 'x-csrftoken': token };
        const answer = await fetch(`/api/v1/dashboard/${id}/permalink`, { method: 'POST', headers, body: '{}' });
        return ((await answer.json()) as { url: string }).url;
      },
      await open(`/superset/dashboard/${field.id}/`).then(() => field.id),
    );
    for (const path of [`/superset/dashboard/${field.id}/`, `/superset/dashboard/${field.slug}/`, new URL(permalink).pathname]) {
      await open(path);
      expect(await page.locator('.dashboard-header-container').getAttribute('data-test-id')).toBe(String(field.id));
      expect(await page.title()).toBe(field.title);
    }
    expect(new URL(page.url()).pathname).toMatch(/^\/superset\/dashboard\/[0-9a-f-]{36}\/$/);
  });

  it('has an id, a kind and a name on every tile, and none on text blocks', async () => {
    await open(`/superset/dashboard/${field.slug}/`);
    const seen = await page.locator('.dashboard-component-chart-holder').evaluateAll((holders) =>
      holders.map((holder) => {
        const tile = holder.querySelector('.chart-slice');
        const text = tile?.querySelector('.header-title')?.textContent?.trim();
        return (
          tile && {
            id: tile.getAttribute('data-test-chart-id'),
            viz: tile.getAttribute('data-test-viz-type'),
            name: tile.getAttribute('data-test-chart-name'),
            text,
            holder: holder.className,
          }
        );
      }),
    );
    const shown = seen.filter((tile) => tile !== null);
    expect(shown).toHaveLength(12);
    expect(seen).toHaveLength(13);
    for (const { id, viz, name, text, holder } of shown) {
      const chart = Object.values(real.ids.charts).find((one) => String(one.id) === id);
      const title = chart?.name === 'Untitled' ? '' : chart?.name;
      expect({ viz, name, text }).toEqual({ viz: chart?.viz, name: title, text: title });
      expect(holder.split(' ')).toContain(`dashboard-chart-id-${id}`);
    }
  });

  it('shows each viewer that person’s number, and the tile whose data are closed without a chart', async () => {
    const viewer = await (await sessionOf(browser, real, 'viewer')).newPage();
    await open(`/superset/dashboard/${field.slug}/`, viewer);
    const number = (on: Page) => on.locator(`#chart-id-${real.ids.charts.trend?.id} .header-line`).textContent();
    await open(`/superset/dashboard/${field.slug}/`);
    expect([await number(page), await number(viewer)]).toEqual(['6.77', '6.18']);
    const closed = viewer.locator(`[data-test-chart-id="${real.ids.charts.turnover?.id}"]`);
    await closed.scrollIntoViewIfNeeded();
    await closed.locator('[role=alert]').waitFor();
    expect(await closed.locator('[id^=chart-id-]').count()).toBe(0);
  });

  it('names the person by the number that the data’s own address gives, by which another sign-in is noticed', async () => {
    for (const name of ['admin', 'viewer'] as const) {
      const on = await (await sessionOf(browser, real, name)).newPage();
      await open(`/superset/dashboard/${field.slug}/`, on);
      const settings = await on.locator('#app').getAttribute('data-bootstrap');
      const { doc, url } = standFixture(readFixture('superset/v61-dashboard.html'));
      doc.getElementById('app')?.setAttribute('data-bootstrap', settings ?? '');
      const { result } = (await (await (await signedIn(real, name)).send('GET', '/api/v1/me/')).json()) as { result: { id: number } };
      expect(superset.page(doc, url)).toMatchObject({ kind: 'dashboard', viewer: String(result.id) });
      await on.close();
    }
  });

  it('keeps the tiles of a visited tab in the page, hidden', async () => {
    await open(`/superset/dashboard/${tabs.slug}/`);
    const first = await tilesOf();
    expect(first).toEqual([real.ids.charts.trend?.id, real.ids.charts.line?.id].map(String));
    await page.getByRole('tab', { name: 'Satisfaction' }).click();
    await page.locator(`[data-test-chart-id="${real.ids.charts.bar?.id}"]`).waitFor();
    expect(await tilesOf()).toEqual([...first, ...[real.ids.charts.bar?.id, real.ids.charts.barUnsaved?.id].map(String)]);
    expect(await page.locator(`[data-test-chart-id="${first[0]}"]`).isVisible()).toBe(false);
  });

  it('says dark by the colour of its body alone', async () => {
    await open(`/superset/dashboard/${field.slug}/`);
    const look = () =>
      page.evaluate(() => [getComputedStyle(document.body).backgroundColor, document.body.className, document.documentElement.className]);
    expect(await look()).toEqual(['rgb(255, 255, 255)', '', '']);
    await page.evaluate(() => localStorage.setItem('superset-theme-mode', 'dark'));
    await open(`/superset/dashboard/${field.slug}/`);
    expect(await look()).toEqual(['rgb(0, 0, 0)', '', '']);
    await page.evaluate(() => localStorage.removeItem('superset-theme-mode'));
  });
});

it('asks for its charts with the very queries that the seed saved', async () => {
  const posted = new Map<number, unknown[]>();
  page.on('request', (request) => {
    const id = /slice_id%22%3A(\d+)/.exec(request.url())?.[1];
    if (request.method() === 'POST' && id) posted.set(Number(id), (request.postDataJSON() as { queries: unknown[] }).queries);
  });
  const saved = Object.values(real.ids.charts).filter((chart) => chart.saved === 'editor');
  for (const { slug } of [field, awkward]) {
    await open(`/superset/dashboard/${slug}/`);
    for (const id of await tilesOf()) {
      await page.locator(`[data-test-chart-id="${id}"]`).scrollIntoViewIfNeeded();
      await expect.poll(() => posted.has(Number(id)), { timeout: 30_000 }).toBe(true);
    }
  }
  const admin = await signedIn(real, 'admin');
  for (const { id, name } of saved) {
    const { result } = (await (await admin.send('GET', `/api/v1/chart/${id}`)).json()) as { result: { query_context: string } };
    expect((JSON.parse(result.query_context) as { queries: unknown[] }).queries, name).toEqual(posted.get(id));
  }
});
