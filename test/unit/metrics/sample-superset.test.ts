import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { superset } from '@/lib/metrics/superset';
import { sampleDashboard, sampleSeries } from '@/lib/services/sample-data';
import { sampleCharts, sampleDatasets } from '@/test/support/sample-superset';
import { startSuperset, type SupersetServer } from '@/test/support/superset-server';

let server: SupersetServer;
let cookie: string;
beforeAll(async () => {
  server = await startSuperset({
    charts: sampleCharts,
    datasets: sampleDatasets,
    users: { leader: 'demo' },
    dashboard: (slug) => (slug === sampleDashboard.slug ? '<!doctype html><title>Dashboard</title>' : null),
  });
});
afterAll(() => server.close());

const read = (ref: number) =>
  superset.table({
    baseUrl: server.url,
    ref: String(ref),
    today: '2026-11-25',
    signal: new AbortController().signal,
    fetch: (url, init) => fetch(url, { ...init, headers: { ...(init?.headers as Record<string, string>), cookie } }),
  });

test('the sign-in form opens the dashboard, as in a browser', async () => {
  const page = `${server.url}/superset/dashboard/${sampleDashboard.slug}/`;
  const asked = await fetch(page, { redirect: 'manual' });
  expect([asked.status, asked.headers.get('location')]).toEqual([302, `/login/?next=${encodeURIComponent(new URL(page).pathname)}`]);
  const form = (user: string, password: string) =>
    fetch(new URL(asked.headers.get('location') ?? '', server.url), {
      method: 'POST',
      body: new URLSearchParams({ username: user, password, csrf_token: 'invented' }),
      redirect: 'manual',
    });
  expect((await form('leader', 'wrong')).headers.get('set-cookie')).toBeNull();
  const signedIn = await form('leader', 'demo');
  expect(signedIn.headers.get('location')).toBe(new URL(page).pathname);
  cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect((await fetch(page, { headers: { cookie } })).status).toBe(200);
  expect((await fetch(`${server.url}/superset/dashboard/none/`, { headers: { cookie } })).status).toBe(404);
});

test('every chart of the demo’s page is served, and gives what its kind allows', async () => {
  cookie = server.cookieFor('leader');
  const html = readFileSync(new URL('../../fixtures/superset/v61-dashboard.html', import.meta.url), 'utf8');
  const onPage = [...html.matchAll(/data-test-chart-id="(\d+)" data-test-viz-type="([^"]+)" data-test-chart-name="([^"]*)"/g)].map(
    ([, id, kind, name]) => [Number(id), kind, name],
  );
  for (const chart of onPage) expect(sampleCharts.map(({ id, kind, name }) => [id, kind, name])).toContainEqual(chart);
  expect((await read(sampleDashboard.damage.chart)).series[sampleDashboard.damage.column]).toEqual(sampleSeries.damage());
  expect((await read(sampleDashboard.resolution.chart)).unitGuess).toEqual({ unit: '%', kind: 'rate' });
  expect((await read(33)).valueColumns).toEqual(['North', 'South', 'West']);
  expect((await read(36)).timeColumn).toBeNull();
  await expect(read(35)).rejects.toMatchObject({ code: 'noSavedQuery', detail: { kind: 'pie' } });
});
