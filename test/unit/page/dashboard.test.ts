// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { biAdapter, dashboardPage, pass, setStage, stage } from './stage';
import { dashboard } from '@/lib/page/dashboard';
import { offerChart } from '@/lib/page/offer-chart';
import { start } from '@/lib/page/start';
import type { PageFacts } from '@/lib/messaging/names';
import type { Page } from '@/lib/sites/contract';

let page: Page;
const navigation = new EventTarget();
const go = (hash: string) => {
  location.hash = hash;
  navigation.dispatchEvent(new Event('currententrychange'));
};
const root = () => document.querySelector('throughline-root');
const nodes = () => document.querySelectorAll('throughline-root,throughline-mark').length;

beforeEach(() => {
  vi.useFakeTimers();
  setStage();
  page = dashboardPage();
  Object.assign(window, { navigation });
});
afterEach(async () => {
  stage.alive = false; // ends whatever is still shown
  document.dispatchEvent(new Event('visibilitychange'));
  await pass();
  vi.useRealTimers();
});
const grid = (...ids: string[]) => {
  const area = document.body.appendChild(document.createElement('div'));
  area.className = 'grid';
  for (const id of ids) area.appendChild(document.createElement('div')).dataset['tile'] = id;
  return area;
};
const onDashboard = async (marks: object[] = []) => {
  page = dashboardPage();
  stage.answers['page/arrived'] = { show: 'marks', marks: [] };
  stage.answers['page/tilesSeen'] = { marks };
  start(
    biAdapter(() => page),
    dashboard,
  );
  await pass();
};
const linked = (tile: string) => ({ tile, state: 'linked', count: 0 });

test('a dashboard: tiles are told once per change, in one go, and marked', async () => {
  const area = grid('a', 'b');
  await onDashboard([linked('a'), linked('b'), linked('c')]);
  expect(nodes()).toBe(2);
  expect(stage.calls('page/tilesSeen').map(({ input }) => input['tiles'])).toEqual([
    ['a', 'b'].map((id) => ({ id, title: 'Complaints 6.1 %', kind: 'table', ref: '42' })),
  ]);
  for (const id of ['c', 'd']) area.appendChild(document.createElement('div')).dataset['tile'] = id;
  await pass(1000);
  expect(nodes()).toBe(3);
  expect(stage.calls('page/tilesSeen').length).toBe(2);
});

test('no marks while the dashboard is edited', async () => {
  const area = grid('a');
  await onDashboard([linked('a')]);
  page = dashboardPage('1', true);
  area.append('handle');
  await pass(300);
  expect(nodes()).toBe(0);
  page = dashboardPage();
  area.append('saved');
  await pass(300);
  expect(nodes()).toBe(1);
});

test('no marks in full screen', async () => {
  grid('a');
  await onDashboard([linked('a')]);
  Object.defineProperty(document, 'fullscreenElement', { configurable: true, value: document.body });
  document.dispatchEvent(new Event('fullscreenchange'));
  expect(nodes()).toBe(0);
  Reflect.deleteProperty(document, 'fullscreenElement');
  document.dispatchEvent(new Event('fullscreenchange'));
  expect(nodes()).toBe(1);
});

test('an area of tiles that comes late, and one that is replaced, are watched', async () => {
  await onDashboard([linked('a'), linked('b')]);
  const first = grid('a');
  await pass(100);
  expect(nodes()).toBe(1);
  first.remove();
  await pass(100);
  grid('a', 'b');
  await pass(100);
  expect(nodes()).toBe(2);
});

test('another dashboard without a new address is noticed', async () => {
  const area = grid('a');
  await onDashboard([linked('a')]);
  page = dashboardPage('2');
  area.append('x');
  await pass(500);
  expect(stage.calls('page/arrived').map(({ input }) => (input['facts'] as PageFacts).nativeId)).toEqual(['1', '2']);
  expect(nodes()).toBe(1);
});

test('the chart panel: one at a time, opened by the background too, closed by Escape, gone with the visit', async () => {
  offerChart();
  grid('a', 'b');
  await onDashboard([linked('a')]);
  stage.answers['page/chartOpened'] = { nonce: 'c' };
  stage.order({ order: 'background/openMark', tile: 'a' });
  await pass();
  expect(root()?.parentElement).toBe(document.documentElement);
  expect(stage.calls('page/chartOpened')[0]?.input).toMatchObject({ dashboard: '1', tile: { id: 'a' }, theme: 'light' });
  stage.order({ order: 'background/openMark', tile: 'b' });
  await pass();
  expect(document.querySelectorAll('throughline-root').length).toBe(1);
  expect(document.querySelectorAll('throughline-mark').length).toBe(2);
  window.dispatchEvent(Object.assign(new Event('keydown'), { key: 'Escape' }));
  expect([root(), nodes()]).toEqual([null, 1]);
  stage.order({ order: 'background/openMark', tile: 'a' });
  await pass();
  page = dashboardPage('3');
  go('#d3');
  expect(nodes()).toBe(0);
});

test('a silent chart panel is closed and told; the marks stay', async () => {
  offerChart();
  grid('a');
  await onDashboard([linked('a')]);
  stage.answers['page/chartOpened'] = { nonce: 'c' };
  stage.order({ order: 'background/openMark', tile: 'a' });
  await pass(5000);
  expect(stage.calls('page/frameSilent').map(({ input }) => input)).toEqual([{ because: 'noHello' }]);
  expect([root(), nodes()]).toEqual([null, 1]);
});
