// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Admin } from '@/components/admin/Admin';
import { placeOf, rooms } from '@/components/admin/rooms';
import { makeAdmin } from '@/components/admin/state';
import { faults } from '../../support/axe';
import { fakeLine } from '../../support/fake-line';
import { giveBrowser, openAdmin } from './open';
import { catalogue } from './samples';

beforeEach(() => {
  document.documentElement.lang = 'en';
  document.title = 'Throughline: admin';
  giveBrowser();
});
afterEach(cleanup);

const rowsOf = async (name: string) => (await within(await screen.findByRole('table', { name })).findAllByRole('row')).slice(1);
/** Chooses from the menu of the row whose name begins so; the menu stands beside its button. */
const choose = async (row: string, item: string) => {
  const button = await screen.findByRole('button', { name: new RegExp(`^Actions for ${row}`) });
  const menu = document.getElementById(button.getAttribute('popovertarget') ?? '');
  if (!menu) throw new Error('the button has no menu');
  fireEvent.click(within(menu).getByRole('menuitem', { name: item, hidden: true }));
};
const keep = '(Keep|Hold|Maintain)';

test.each(rooms)('%s has headings in order, landmarks and names', async (room) => {
  await openAdmin(room);
  await screen.findByRole('heading', { level: 1 });
  expect(await faults()).toEqual([]);
});

test('an address names a room and a record; a strange one is the first room', () => {
  expect(placeOf('#kpis/metric%3A1')).toEqual({ room: 'kpis', id: 'metric:1' });
  expect(placeOf('#data')).toEqual({ room: 'data', id: null });
  expect(placeOf('')).toEqual({ room: 'outcomes', id: null });
  expect(placeOf('#nothing/x')).toEqual({ room: 'outcomes', id: null });
  expect(placeOf('#kpis/%E0%A4%A')).toEqual({ room: 'kpis', id: null });
});

describe('outcomes', () => {
  test('retired and deleted ones are shown on request', async () => {
    await openAdmin('outcomes');
    expect(await rowsOf('Outcomes')).toHaveLength(2);
    fireEvent.change(screen.getByRole('combobox', { name: 'Which outcomes' }), { target: { value: 'all' } });
    expect(await rowsOf('Outcomes')).toHaveLength(3);
    fireEvent.click(screen.getByRole('checkbox', { name: 'Show deleted (1)' }));
    const rows = await rowsOf('Outcomes');
    expect(rows).toHaveLength(4);
    expect(rows.filter((row) => within(row).queryByText('deleted'))).toHaveLength(1);
    expect(await faults()).toEqual([]);
  });

  test('are found by words of KPI, owner and unit, without regard to case and accents', async () => {
    await openAdmin('outcomes');
    const search = screen.getByRole('searchbox', { name: 'Search' });
    for (const [words, count] of [
      ['FIELD damaged', 1],
      ['resolution premier', 1],
      ['manager', 1],
    ] as const) {
      fireEvent.change(search, { target: { value: words } });
      await waitFor(async () => expect(await rowsOf('Outcomes')).toHaveLength(count));
    }
    fireEvent.change(search, { target: { value: 'nothing like it' } });
    expect(await screen.findByText('Nothing found. Search for fewer words.')).toBeTruthy();
  });

  test('are deleted with undo, which brings them back', async () => {
    const { line } = await openAdmin('outcomes', fakeLine({ 'panel/hide': {}, 'panel/restore': {} }));
    await choose('Reduce damaged', 'Delete');
    fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(line.inputsOf('panel/restore')).toEqual([{ write: expect.any(String), type: 'outcome', id: 'o1' }]));
    expect(line.inputsOf('panel/hide')).toEqual([{ write: expect.any(String), type: 'outcome', id: 'o1' }]);
  });

  test('are retired with undo, which gives the former status', async () => {
    const { line } = await openAdmin('outcomes', fakeLine({ 'panel/outcomeChange': {} }));
    await choose('Raise', 'Retire');
    fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(line.inputsOf('panel/outcomeChange')).toHaveLength(2));
    expect(line.inputsOf('panel/outcomeChange').map(({ id, set }) => [id, set.status])).toEqual([
      ['o2', 'retired'],
      ['o2', 'draft'],
    ]);
  });

  test('a refusal is said at the top and nothing is claimed', async () => {
    await openAdmin('outcomes');
    await choose('Raise', 'Delete');
    expect(await screen.findByText('This version does not know what was asked.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByText('This version does not know what was asked.')).toBeNull();
  });
});

describe('erasing for good', () => {
  const erase = async (dependents: { type: string; id: string; name: string }[]) => {
    const opened = await openAdmin('outcomes', fakeLine({ 'own/dependents': dependents, 'own/erase': { erased: dependents.length + 1 } }));
    fireEvent.click(screen.getByRole('checkbox', { name: 'Show deleted (1)' }));
    await choose(keep, 'Erase for good');
    return { ...opened, dialog: within(await screen.findByRole('dialog', { hidden: true })) };
  };

  test('names what depends on it before it can be done', async () => {
    const { line, dialog } = await erase([
      { type: 'alignment', id: 'l1', name: 'Pack it right' },
      { type: 'signOff', id: 'x', name: 'Agreed, 12 May 2026' },
    ]);
    expect(await dialog.findByText('2 records depend on it and are erased too')).toBeTruthy();
    expect(dialog.getAllByRole('listitem', { hidden: true }).map((item) => item.textContent)).toEqual([
      'Tag Pack it right',
      'Sign-off Agreed, 12 May 2026',
    ]);
    expect(line.inputsOf('own/erase')).toEqual([]);
    expect(await faults()).toEqual([]);
    fireEvent.click(dialog.getByRole('button', { name: 'Erase 3 records', hidden: true }));
    await waitFor(() => expect(line.inputsOf('own/erase')).toEqual([{ write: expect.any(String), type: 'outcome', id: 'o4' }]));
    await waitFor(() => expect(screen.queryByRole('dialog', { hidden: true })).toBeNull());
  });

  test('says when nothing depends on it', async () => {
    const { dialog } = await erase([]);
    expect(await dialog.findByText('Nothing else depends on it.')).toBeTruthy();
    expect(dialog.getByRole('button', { name: 'Erase 1 record', hidden: true })).toBeTruthy();
  });

  test('cannot be done while it is not known what depends on it', async () => {
    const { line } = await openAdmin('outcomes');
    fireEvent.click(screen.getByRole('checkbox', { name: 'Show deleted (1)' }));
    await choose(keep, 'Erase for good');
    expect(await screen.findByText(/could not be found out/)).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Erase 1 record', hidden: true }).disabled).toBe(true);
    expect(line.inputsOf('own/erase')).toEqual([]);
  });
});

describe('courses and links', () => {
  test('a course shows its first launch, how many more, and why it has no outcome', async () => {
    await openAdmin('courses');
    const [none, tagged] = await rowsOf('Courses');
    expect(tagged?.textContent).toContain('3 Jun 2026 and 1 more');
    expect(none?.textContent).toContain('No business outcome, by designStatutory');
  });

  test('a link is taken away and brought back', async () => {
    const { line } = await openAdmin('links', fakeLine({ 'panel/hide': {}, 'panel/restore': {} }));
    await choose('FCR', 'Unlink');
    fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(line.inputsOf('panel/restore')).toEqual([{ write: expect.any(String), type: 'chartLink', id: 'k1' }]));
  });

  test('a link to a deleted KPI says so', async () => {
    await openAdmin('links', fakeLine({}), { metrics: [] });
    expect((await rowsOf('Chart links'))[0]?.textContent).toContain('KPI deleted');
  });
});

describe('sites', () => {
  test('are paused, resumed, turned off, and allowed again in our own window', async () => {
    const { line } = await openAdmin('sites', fakeLine({ 'own/pause': {}, 'own/disable': {}, 'panel/permissionWindow': {} }));
    fireEvent.click(await screen.findByRole('button', { name: 'Pause on lms.example.org' }));
    fireEvent.click(screen.getByRole('button', { name: 'Resume on bi.example.org' }));
    fireEvent.click(screen.getByRole('button', { name: 'Allow again' }));
    fireEvent.click(screen.getByRole('button', { name: 'Turn off on lms.example.org' }));
    await waitFor(() => expect(line.inputsOf('own/disable')).toEqual([{ site: 'moodle:lms.example.org' }]));
    expect(line.inputsOf('own/pause')).toEqual([
      { site: 'moodle:lms.example.org', paused: true },
      { site: 'superset:bi.example.org', paused: false },
    ]);
    expect(line.inputsOf('panel/permissionWindow')).toEqual([{ site: 'kolibri:kolibri.example.org' }]);
  });
});

test('of ten thousand rows only those in sight are in the document', async () => {
  const [one] = catalogue.outcomes;
  if (!one) throw new Error('no sample');
  await openAdmin('outcomes', fakeLine({}), {
    outcomes: Array.from({ length: 10_000 }, (_, i) => ({ ...one, id: `n${i}`, scope: `Depot ${i}` })),
  });
  const table = await screen.findByRole('table', { name: 'Outcomes' });
  expect(table.getAttribute('aria-rowcount')).toBe('10001');
  expect(within(table).getAllByRole('row').length).toBeLessThan(60);
  expect(screen.getByText('10,000 rows')).toBeTruthy();
});

test('a catalogue that cannot be read is said, and asked for again', async () => {
  const line = fakeLine({});
  const state = makeAdmin(line);
  render(<Admin state={state} />);
  await state.load();
  line.answer({ 'own/catalogue': catalogue });
  fireEvent.click(await screen.findByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('table', { name: 'Outcomes' })).toBeTruthy();
});

test('the list is drawn anew when something changed elsewhere', async () => {
  const { line } = await openAdmin('links');
  line.answer({ 'own/catalogue': { ...catalogue, links: [] } });
  line.push({ push: 'changed' });
  expect(await screen.findByText(/No linked charts yet/)).toBeTruthy();
});
