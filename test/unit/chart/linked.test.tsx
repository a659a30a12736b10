// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ChartPanel } from '@/components/chart/ChartPanel';
import { packed } from '@/lib/messaging/points';
import type { ChartView, SeriesView } from '@/lib/messaging/views';
import type { Alignment } from '@/lib/model/schema/alignment';
import type { Course } from '@/lib/model/schema/course';
import type { Outcome } from '@/lib/model/schema/outcome';
import { faults } from '../../support/axe';
import { fakeLine, type FakeLine } from '../../support/fake-line';
import { at, resolution, unlinked } from './samples';

beforeEach(() => {
  document.documentElement.lang = 'en';
  document.title = 'Throughline';
});
afterEach(cleanup);

const metric = {
  ...resolution,
  source: { kind: 'superset', site: at.site, ref: '42', column: 'fcr_share', chartTitle: 'FCR by week' } as const,
};
const series: SeriesView = {
  metric,
  points: packed(['2026-05-18', '2026-05-25', '2026-06-08', '2026-06-15'].map((period, i) => ({ period, v: [70, 72, 75, 77][i] ?? 0 }))),
  source: {
    kind: 'superset',
    name: 'Superset',
    site: at.site,
    chartTitle: 'FCR by week',
    seenAt: new Date().toISOString(),
    otherAccounts: 0,
  },
  refreshing: false,
};
const outcome: Outcome = {
  id: 'o1',
  direction: 'increase',
  metricId: 'm2',
  change: { kind: 'points', amount: 4 },
  baseline: { value: 71, from: '2026-05-18', to: '2026-05-31' },
  dueDate: '2027-03-31',
  delegates: [],
  status: 'active',
};
const course = (id: string, title: string): Course => ({
  id,
  site: 'moodle:lms.example.org',
  nativeId: id,
  title,
  url: `https://lms.example.org/course/view.php?id=${id}`,
  aliases: [],
  launches: [],
});
const alignment = (id: string, courseId: string): Alignment => ({
  id,
  courseId,
  outcomeId: 'o1',
  rationale: '',
  influences: [],
  shape: 'level',
  lagPeriods: 2,
  exclusions: [],
  contribution: 'medium',
  proposedBy: 'local:1',
  proposedAt: '2026-05-02T09:00:00.000Z',
});
const linked: NonNullable<ChartView['linked']> = {
  linkId: 'k1',
  series,
  outcomes: [{ outcome, ownerName: 'Support lead' }],
  courses: [
    {
      alignment: alignment('l1', '4'),
      course: course('4', 'Second-issue probing'),
      status: { state: 'agreed', asked: true },
      launches: [{ key: 'x', date: '2026-06-03', audience: 'all teams' }],
      outcomeId: 'o1',
    },
    {
      alignment: alignment('l2', '5'),
      course: course('5', 'Knowledge articles'),
      status: { state: 'proposed', asked: true },
      launches: [],
      outcomeId: 'o1',
    },
  ],
};

async function open(over: Partial<NonNullable<ChartView['linked']>>, line: FakeLine = fakeLine({}), view: Partial<ChartView> = {}) {
  line.answer({ 'panel/chartView': { ...unlinked, ...view, linked: { ...linked, ...over } } });
  render(
    <main>
      <h1>Support overview</h1>
      <ChartPanel client={line} at={at} onClose={() => undefined} />
    </main>,
  );
  await screen.findByRole('heading', { level: 2, name: 'First-contact resolution' });
  return line;
}

test('shows trend, levels around the launch, courses with status, outcome, baseline, source and age', async () => {
  await open({});
  expect(screen.getByText('%, weekly, higher is better')).toBeTruthy();
  expect(await screen.findByRole('button', { name: 'Figures' })).toBeTruthy();
  expect(screen.getByText('71')).toBeTruthy(); // before
  expect(screen.getByText('76')).toBeTruthy(); // since
  const courses = screen.getAllByRole('listitem').filter((item) => item.querySelector('a'));
  expect(courses.map((item) => item.textContent)).toEqual([
    'Second-issue probing, launch 3 Jun, all teamsAgreed',
    'Knowledge articles, no launch date yetProposed',
  ]);
  expect(screen.getByRole('link', { name: 'Second-issue probing' }).getAttribute('href')).toBe(
    'https://lms.example.org/course/view.php?id=4',
  );
  expect(screen.getByText('Owner: Support lead')).toBeTruthy();
  expect(screen.getByText(/^71 %, 18 May 2026 to 31 May 2026$/)).toBeTruthy();
  expect(screen.getByText(/^Superset, seen just now by you$/)).toBeTruthy();
  expect(screen.queryByText(/worked|because|caused|impact/i)).toBeNull();
  expect(await faults()).toEqual([]);
});

test('says whose values they are, and that another account is kept apart', async () => {
  await open({ series: { ...series, source: { ...series.source, reader: 'Support lead', otherAccounts: 1 } } });
  expect(screen.getByText(/seen just now by Support lead/)).toBeTruthy();
  expect(screen.getByText('Readings through another account are kept apart.')).toBeTruthy();
});

test('keeps the last good values when the newest reading failed, with what to do', async () => {
  await open({ series: { ...series, trouble: { code: 'signedOut', detail: {}, at: new Date().toISOString() } } });
  expect(screen.getByText('Signed out of Superset.')).toBeTruthy();
  expect(await screen.findByRole('button', { name: 'Figures' })).toBeTruthy();
  expect(screen.getByRole('link', { name: /Open Superset/ }).getAttribute('href')).toBe('https://bi.example.org/');
});

test('without values says so; without courses too', async () => {
  await open({ series: { ...series, points: packed([]) }, courses: [], outcomes: [] });
  expect(screen.getByText('No values were read yet.')).toBeTruthy();
  expect(screen.getByText('No course is meant to move this KPI yet.')).toBeTruthy();
  expect(screen.queryByText('Outcome')).toBeNull();
  expect(await faults()).toEqual([]);
});

test('of several outcomes the person chooses whose target is drawn', async () => {
  const second: Outcome = { ...outcome, id: 'o2', change: { kind: 'level', amount: 80 }, baseline: undefined };
  await open({ outcomes: [...linked.outcomes, { outcome: second, ownerName: 'Depot lead' }] });
  const group = screen.getByRole('radiogroup', { name: 'Outcomes: which target is drawn' });
  const [first, other] = within(group).getAllByRole<HTMLInputElement>('radio');
  expect(first?.checked).toBe(true);
  expect(screen.getByText('Baseline')).toBeTruthy();
  if (other) fireEvent.click(other);
  expect(other?.checked).toBe(true);
  expect(screen.queryByText('Baseline')).toBeNull();
  expect(await faults()).toEqual([]);
});

test('reads again, opens the catalogue at this KPI', async () => {
  const line = await open({}, fakeLine({ 'panel/refresh': {}, 'panel/openAdmin': {} }));
  fireEvent.click(screen.getByRole('button', { name: 'Read again' }));
  await waitFor(() => expect(line.inputsOf('panel/refresh')).toEqual([{ metricId: 'm2', force: true }]));
  fireEvent.click(screen.getByRole('button', { name: 'Open in the catalogue' }));
  await waitFor(() => expect(line.inputsOf('panel/openAdmin')).toEqual([{ hash: 'kpis/m2' }]));
});

test('unlinks, and undo brings the link back', async () => {
  const line = await open(
    {},
    fakeLine({ 'panel/chartUnlink': {}, 'panel/restore': {}, 'panel/chartRead': { trouble: { code: 'slow', detail: {} } } }),
  );
  line.answer({ 'panel/chartView': unlinked });
  fireEvent.click(screen.getByRole('button', { name: 'Unlink chart' }));
  expect(await screen.findByRole('heading', { name: 'Link this chart to a KPI' })).toBeTruthy();
  expect(line.inputsOf('panel/chartUnlink')).toEqual([{ write: expect.any(String), linkId: 'k1' }]);
  line.answer({ 'panel/chartView': { ...unlinked, linked } });
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect(await screen.findByRole('heading', { level: 2, name: 'First-contact resolution' })).toBeTruthy();
  expect(line.inputsOf('panel/restore')).toEqual([{ write: expect.any(String), type: 'chartLink', id: 'k1' }]);
});

test('sample data are marked as invented', async () => {
  await open({}, fakeLine({}), { sample: true });
  expect(screen.getByText('Invented sample data')).toBeTruthy();
});

test('a background that does not answer is said, and asked again', async () => {
  const line = fakeLine({});
  render(<ChartPanel client={line} at={at} onClose={() => undefined} />);
  const again = await screen.findByRole('button', { name: 'Try again' });
  line.answer({ 'panel/chartView': { ...unlinked, linked } });
  fireEvent.click(again);
  expect(await screen.findByRole('heading', { level: 2, name: 'First-contact resolution' })).toBeTruthy();
});

test('draws newer values in place when they come', async () => {
  const line = await open({});
  line.answer({ 'panel/chartView': { ...unlinked, linked: { ...linked, courses: [] } } });
  line.push({ push: 'changed' });
  expect(await screen.findByText('No course is meant to move this KPI yet.')).toBeTruthy();
});
