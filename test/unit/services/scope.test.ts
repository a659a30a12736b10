import { beforeAll, expect, test } from 'vitest';
import type { CallName, In } from '@/lib/messaging/names';
import { parsers } from '@/lib/messaging/parse';
import { inScope } from '@/lib/services/scope';
import { openWorkspace, type Change, type Workspace } from '@/lib/store/workspace';
import fakeBrowser from '../../support/fake-browser';
import { samples } from '../messaging/samples';

let ws: Workspace;
const mine = { kind: 'course', course: 'course-mine', theme: 'light' } as const;
const chart = { kind: 'chart', site: 'superset:bi.example.org', dashboard: '12', tile: 'CHART-1', theme: 'light' } as const;
const tile = { site: chart.site, dashboard: '12' };

const metric = (id: string): Change => ({
  type: 'metric',
  id,
  set: {
    name: id,
    definition: '',
    kind: 'rate',
    unit: '%',
    cadence: 'week',
    calendar: 'iso',
    maturityDays: 0,
    aggregation: 'mean',
    betterWhen: 'lower',
    definitionChanges: [],
    source: { kind: 'typed' },
    shared: false,
  },
});
const outcome = (id: string, metricId: string): Change => ({
  type: 'outcome',
  id,
  set: { direction: 'reduce', metricId, status: 'active' },
});
const tag = (id: string, courseId: string, outcomeId: string, more: Record<string, unknown> = {}): Change => ({
  type: 'alignment',
  id,
  set: {
    courseId,
    outcomeId,
    rationale: '',
    influences: [],
    shape: 'level',
    lagPeriods: 1,
    contribution: 'low',
    proposedBy: 'x',
    proposedAt: '2026-10-01T06:00:00.000Z',
    ...more,
  },
});

beforeAll(async () => {
  fakeBrowser.reset();
  ws = await openWorkspace();
  await ws.write(
    'w1',
    [
      ...['m-mine', 'm-other', 'm-leading', 'm-hidden'].map(metric),
      outcome('o-mine', 'm-mine'),
      outcome('o-other', 'm-other'),
      outcome('o-hidden', 'm-hidden'),
      tag('a-mine', 'course-mine', 'o-mine', { leadingIndicator: { metricId: 'm-leading' } }),
      tag('a-other', 'course-other', 'o-other'),
      tag('a-hidden', 'course-mine', 'o-hidden'),
      { type: 'chartLink', id: 'l-mine', set: { ...tile, tile: 'CHART-1', metricId: 'm-mine' } },
      { type: 'chartLink', id: 'l-other', set: { ...tile, tile: 'CHART-2', metricId: 'm-other' } },
    ],
    null,
  );
  await ws.write('w2', [{ type: 'alignment', id: 'a-hidden', hide: true }], null);
});

/** What a frame may hide, restore and change, as `type id`. */
const reach = async (purpose: typeof mine | typeof chart): Promise<string[]> => {
  const all = [
    ['course', 'course-mine'],
    ['course', 'course-other'],
    ['alignment', 'a-mine'],
    ['alignment', 'a-other'],
    ['alignment', 'a-hidden'],
    ['alignment', 'nobody'],
    ['outcome', 'o-mine'],
    ['outcome', 'o-other'],
    ['outcome', 'o-hidden'],
    ['metric', 'm-mine'],
    ['metric', 'm-other'],
    ['metric', 'm-leading'],
    ['metric', 'm-hidden'],
    ['metric', 'nobody'],
    ['outcome', 'nobody'],
    ['chartLink', 'l-mine'],
    ['chartLink', 'l-other'],
    ['chartLink', 'nobody'],
  ] as const;
  const may = await Promise.all(all.map(([type, id]) => inScope(ws, purpose, 'panel/hide', { write: 'w', type, id })));
  return all.flatMap(([type, id], i) => (may[i] ? [`${type} ${id}`] : []));
};

test('a course panel reaches its course, its tags, hidden ones too, and what hangs on them', async () => {
  expect(await reach(mine)).toEqual([
    'course course-mine',
    'alignment a-mine',
    'alignment a-hidden',
    'outcome o-mine',
    'outcome o-hidden',
    'metric m-mine',
    'metric m-leading',
    'metric m-hidden',
  ]);
});

test('a chart panel reaches its link, the metric and the outcomes measured by it', async () => {
  expect(await reach(chart)).toEqual(['outcome o-mine', 'metric m-mine', 'chartLink l-mine']);
});

test('the course or tile of a call must be the frame’s own', async () => {
  expect(await inScope(ws, mine, 'panel/courseView', { course: 'course-mine' })).toBe(true);
  expect(await inScope(ws, mine, 'panel/courseView', { course: 'course-other' })).toBe(false);
  expect(await inScope(ws, mine, 'panel/chartView', { ...tile, tile: 'CHART-1' })).toBe(false);
  expect(await inScope(ws, chart, 'panel/chartView', { ...tile, tile: 'CHART-1' })).toBe(true);
  for (const other of [{ tile: 'CHART-2' }, { dashboard: '13' }, { site: 'superset:elsewhere.example' }])
    expect(await inScope(ws, chart, 'panel/chartView', { ...tile, tile: 'CHART-1', ...other })).toBe(false);
  expect(await inScope(ws, chart, 'panel/courseView', { course: 'course-mine' })).toBe(false);
});

test('searching, and asking for our own windows, is open to every frame; a search beside another course is not', async () => {
  for (const purpose of [mine, chart])
    for (const call of ['panel/metricSearch', 'panel/permissionWindow', 'panel/openAdmin'] as const)
      expect(await inScope(ws, purpose, call, samples[call] as never)).toBe(true);
  expect(await inScope(ws, mine, 'panel/outcomeSearch', { words: '', limit: 5 })).toBe(true);
  expect(await inScope(ws, mine, 'panel/outcomeSearch', { words: '', limit: 5, course: 'course-other' })).toBe(false);
});

test('no call of pages or own pages is in the scope of a frame', async () => {
  for (const call of (Object.keys(parsers) as CallName[]).filter((name) => !name.startsWith('panel/')))
    expect(await inScope(ws, mine, call, samples[call] as In<typeof call>), call).toBe(false);
});
