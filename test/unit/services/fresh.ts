import browser from 'webextension-polyfill';
import type { PageFacts, TileFacts } from '@/lib/messaging/names';
import { courseIdOf } from '@/lib/model/rules/identity';
import { outside } from '@/lib/services/outside';
import { tried, underWay } from '@/lib/services/reading-state';
import { changeVisit } from '@/lib/services/visit-store';
import type { Workspace } from '@/lib/store/workspace';
import { add, freshWorkspace, metricSet, newWrite } from '../store/fresh';

export { add, newWrite };
export const start = Date.parse('2026-11-25T10:00:00.000Z'); // a Wednesday

/** A profile of its own with a clock that the test moves; permission to read every site, until the test takes it. */
export async function freshProfile(): Promise<{ ws: Workspace; clock: { now: number }; mayRead: { value: boolean } }> {
  await Promise.all([browser.storage.local.clear(), browser.storage.session.clear()]);
  tried.clear();
  underWay.clear();
  const clock = { now: start };
  const mayRead = { value: true };
  outside.now = () => clock.now;
  outside.mayRead = async () => mayRead.value;
  return { ws: await freshWorkspace({ now: () => clock.now }), clock, mayRead };
}

export const lms = 'moodle:lms.example.org';
export const bi = 'superset:bi.example.org';

/** A course page that is open in a tab; gives the course's record id. */
export async function openCourse(over: Partial<PageFacts> = {}, tabId = 1): Promise<string> {
  const facts: PageFacts = {
    product: 'moodle',
    site: lms,
    kind: 'course',
    nativeId: '7',
    title: 'Pack it right',
    url: 'https://lms.example.org/course/view.php?id=7',
    role: 'staff',
    editing: false,
    theme: 'light',
    width: 800,
    ...over,
  };
  const course = await courseIdOf(facts.site, facts.nativeId);
  await changeVisit(tabId, () => ({ tabId, facts, course, shown: 'panel', tiles: [], marks: [] }));
  return course;
}

/** A dashboard that is open in a tab. */
export async function openDashboard(tiles: TileFacts[], tabId = 2): Promise<void> {
  const facts: PageFacts = {
    product: 'superset',
    site: bi,
    kind: 'dashboard',
    nativeId: '12',
    title: 'Field operations',
    url: 'https://bi.example.org/superset/dashboard/12/',
    role: 'unknown',
    editing: false,
    theme: 'light',
    width: 0,
  };
  await changeVisit(tabId, () => ({ tabId, facts, shown: 'marks', tiles, marks: [] }));
}

export const tile = { id: '31', title: 'Damage complaints per 1,000', kind: 'echarts_timeseries_line', ref: '31' };
export const atTile = { site: bi, dashboard: '12', tile: '31' };

/** A metric with one outcome on it, owned by a position. */
export async function addOutcome(
  ws: Workspace,
  over: { metric?: Record<string, unknown>; outcome?: Record<string, unknown> } = {},
): Promise<{ metricId: string; outcomeId: string }> {
  const [metricId, outcomeId] = [crypto.randomUUID(), crypto.randomUUID()];
  await ws.write(
    newWrite(),
    [
      add('actor', 'owner-1', { name: 'Field operations manager', kind: 'position', roles: ['owner'] }),
      add('unit', 'field', { name: 'Field operations', calendar: 'iso' }),
      add('metric', metricId, { ...metricSet, ...over.metric }),
      add('outcome', outcomeId, {
        direction: 'reduce',
        metricId,
        status: 'active',
        owner: 'owner-1',
        businessUnit: 'field',
        change: { kind: 'relative', amount: 20 },
        baseline: { value: 4, from: '2025-12-01', to: '2026-05-31' },
        dueDate: '2027-03-31',
        ...over.outcome,
      }),
    ],
    null,
  );
  return { metricId, outcomeId };
}
