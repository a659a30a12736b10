// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { packed } from '@/lib/messaging/points';
import type { AdminDialog } from '@/components/admin/state';
import { faults } from '../../support/axe';
import { fakeLine, type FakeLine } from '../../support/fake-line';
import { giveBrowser, openAdmin } from './open';
import { catalogue, complaints } from './samples';

beforeEach(() => {
  document.documentElement.lang = 'en';
  document.title = 'Throughline: admin';
  giveBrowser();
});
afterEach(cleanup);

async function openForm(dialog: AdminDialog, line: FakeLine = fakeLine({}), more: Partial<typeof catalogue> = {}) {
  const opened = await openAdmin('kpis', line, more);
  opened.state.open(dialog);
  return { ...opened, form: within(await screen.findByRole('dialog', { hidden: true })) };
}
const type = (field: HTMLElement, text: string) => fireEvent.change(field, { target: { value: text } });

test('a KPI is edited: only what was changed is sent', async () => {
  const { line, form } = await openForm({ kind: 'metric', id: 'm1' }, fakeLine({ 'panel/metricChange': {} }));
  expect(form.getByText('values typed in')).toBeTruthy();
  expect(await faults()).toEqual([]);
  type(form.getByRole('textbox', { name: 'Unit', hidden: true }), '%');
  fireEvent.click(form.getByRole('radio', { name: 'Higher', hidden: true }));
  type(form.getByRole('combobox', { name: 'Owner', hidden: true }), '');
  fireEvent.click(form.getByRole('button', { name: 'Save', hidden: true }));
  await waitFor(() =>
    expect(line.inputsOf('panel/metricChange')).toEqual([
      { write: expect.any(String), id: 'm1', set: { unit: '%', betterWhen: 'higher' }, ownerName: '' },
    ]),
  );
  await waitFor(() => expect(screen.queryByRole('dialog', { hidden: true })).toBeNull());
});

test('a KPI’s owner is a position that is there or a new one, by its name; people are not offered', async () => {
  const { line, form } = await openForm({ kind: 'metric', id: 'm1' }, fakeLine({ 'panel/metricChange': {} }), {
    actors: [...catalogue.actors, { id: 'local:1', name: 'Learning designer', kind: 'person', roles: ['admin'], aliases: [] }],
  });
  const owner = form.getByRole<HTMLInputElement>('combobox', { name: 'Owner', hidden: true });
  expect(owner.value).toBe('Field operations manager');
  expect([...(owner.list?.options ?? [])].map((option) => option.value)).toEqual(['Field operations manager']);
  type(owner, ' Depot lead ');
  fireEvent.click(form.getByRole('button', { name: 'Save', hidden: true }));
  await waitFor(() =>
    expect(line.inputsOf('panel/metricChange')).toEqual([{ write: expect.any(String), id: 'm1', set: {}, ownerName: 'Depot lead' }]),
  );
});

test('a KPI without changes is not sent', async () => {
  const { line, form } = await openForm({ kind: 'metric', id: 'm1' });
  fireEvent.click(form.getByRole('button', { name: 'Save', hidden: true }));
  await waitFor(() => expect(screen.queryByRole('dialog', { hidden: true })).toBeNull());
  expect(line.inputsOf('panel/metricChange')).toEqual([]);
});

test('a new KPI is made in the same form, with a new position as its owner', async () => {
  const { line } = await openAdmin('kpis', fakeLine({ 'own/metricAdd': { metricId: 'm9' } }));
  fireEvent.click(screen.getByRole('button', { name: 'New KPI' }));
  const form = within(await screen.findByRole('dialog', { name: 'New KPI', hidden: true }));
  expect(await faults()).toEqual([]);
  fireEvent.click(form.getByRole('button', { name: 'Add KPI', hidden: true }));
  expect(form.getByText('Give it a name.')).toBeTruthy();
  type(form.getByRole('textbox', { name: 'Name', hidden: true }), 'Returns');
  type(form.getByRole('textbox', { name: 'Unit', hidden: true }), '%');
  fireEvent.click(form.getByRole('radio', { name: 'Lower', hidden: true }));
  type(form.getByRole('combobox', { name: 'Owner', hidden: true }), 'Head of returns');
  fireEvent.click(form.getByRole('button', { name: 'Add KPI', hidden: true }));
  await waitFor(() => expect(line.inputsOf('own/metricAdd')).toHaveLength(1));
  const [sent] = line.inputsOf('own/metricAdd');
  expect(sent).toMatchObject({
    metric: { name: 'Returns', unit: '%', betterWhen: 'lower', aggregation: 'ratio', source: { kind: 'typed' } },
    shared: false,
    ownerName: 'Head of returns',
  });
  expect(sent?.unitName).toBeUndefined();
  await waitFor(() => expect(screen.queryByRole('dialog', { hidden: true })).toBeNull());
});

test('a new outcome is made in the form of the course page, on a KPI of the catalogue', async () => {
  const { line } = await openAdmin(
    'outcomes',
    fakeLine({ 'panel/metricSearch': { metrics: [complaints] }, 'panel/outcomeAdd': { outcomeId: 'o9' } }),
  );
  fireEvent.click(screen.getByRole('button', { name: 'New outcome' }));
  const form = within(await screen.findByRole('dialog', { name: 'New outcome', hidden: true }));
  expect(await faults()).toEqual([]);
  type(form.getByRole('textbox', { name: 'KPI', hidden: true }), 'damaged');
  fireEvent.click(await form.findByRole('button', { name: 'Damaged-package complaints, per 1,000 parcels', hidden: true }));
  type(form.getByRole('textbox', { name: 'Owner', hidden: true }), 'Depot lead');
  fireEvent.click(form.getByRole('button', { name: 'Save as draft', hidden: true }));
  await waitFor(() => expect(line.inputsOf('panel/outcomeAdd')).toHaveLength(1));
  const [sent] = line.inputsOf('panel/outcomeAdd');
  expect(sent).toMatchObject({ outcome: { metricId: 'm1', status: 'draft' }, ownerName: 'Depot lead' });
  expect(sent).not.toHaveProperty('course');
  await waitFor(() => expect(screen.queryByRole('dialog', { hidden: true })).toBeNull());
});

test('an outcome whose owner is taken away is saved as a draft', async () => {
  const { line, form } = await openForm({ kind: 'outcome', id: 'o1' }, fakeLine({ 'panel/outcomeChange': {} }));
  type(form.getByRole('textbox', { name: 'Owner', hidden: true }), ' ');
  fireEvent.click(form.getByRole('button', { name: 'Save', hidden: true }));
  expect(await form.findByText(/An outcome needs an owner and a business unit/)).toBeTruthy();
  expect(line.inputsOf('panel/outcomeChange')).toEqual([]);
  fireEvent.click(form.getByRole('button', { name: 'Save as draft', hidden: true }));
  await waitFor(() => expect(line.inputsOf('panel/outcomeChange')).toMatchObject([{ ownerName: '', set: { status: 'draft' } }]));
});

test('a KPI that is read from a chart shows where from, and cannot be typed over', async () => {
  const { form } = await openForm({ kind: 'metric', id: 'm2' });
  expect(form.getByText('FCR by week in bi.example.org, column fcr')).toBeTruthy();
});

test('a KPI with a missing name or a turned range is not sent', async () => {
  const { line, form } = await openForm({ kind: 'metric', id: 'm1' });
  type(form.getByRole('textbox', { name: 'Name', hidden: true }), ' ');
  fireEvent.click(form.getByRole('radio', { name: 'In a range', hidden: true }));
  type(form.getByRole('textbox', { name: 'From', hidden: true }), '5');
  type(form.getByRole('textbox', { name: 'To', hidden: true }), '4,5');
  type(form.getByRole('textbox', { name: 'Days until a value is final', hidden: true }), 'a week');
  fireEvent.click(form.getByRole('button', { name: 'Save', hidden: true }));
  expect(form.getByText('Give it a name.')).toBeTruthy();
  expect(form.getByText('The lower end has to be below the upper end.')).toBeTruthy();
  expect(form.getByText('Give a number of days, 0 to 999.')).toBeTruthy();
  expect(await faults()).toEqual([]);
  expect(line.inputsOf('panel/metricChange')).toEqual([]);
});

test('a refused change keeps the form with what was typed', async () => {
  const { form } = await openForm({ kind: 'metric', id: 'm1' });
  type(form.getByRole('textbox', { name: 'Name', hidden: true }), 'Complaints');
  fireEvent.click(form.getByRole('button', { name: 'Save', hidden: true }));
  expect(await form.findByText(/This version does not know what was asked/)).toBeTruthy();
  expect(form.getByRole<HTMLInputElement>('textbox', { name: 'Name', hidden: true }).value).toBe('Complaints');
});

test('an outcome is edited in the form of the course page', async () => {
  const { line, form } = await openForm({ kind: 'outcome', id: 'o1' }, fakeLine({ 'panel/outcomeChange': {} }));
  const due = form.getByLabelText('By when');
  type(due, '2027-06-30');
  fireEvent.click(form.getByRole('button', { name: 'Save', hidden: true }));
  await waitFor(() => expect(line.inputsOf('panel/outcomeChange')).toHaveLength(1));
  expect(line.inputsOf('panel/outcomeChange')[0]).toMatchObject({
    id: 'o1',
    set: { dueDate: '2027-06-30', direction: 'reduce', change: { kind: 'relative', amount: 20 } },
  });
  expect(line.inputsOf('panel/outcomeChange')[0]?.ownerName).toBeUndefined();
});

test('values are typed into the grid of the course page', async () => {
  const view = {
    metric: complaints,
    points: packed([{ period: '2026-10-05', v: 4.1 }]),
    source: { kind: 'typed', name: '', otherAccounts: 0 },
    refreshing: false,
  } as const;
  const { line, form } = await openForm({ kind: 'values', id: 'm1' }, fakeLine({ 'own/series': view, 'panel/valuesType': { kept: 1 } }));
  expect(line.inputsOf('own/series')).toEqual([{ metricId: 'm1' }]);
  type(form.getByRole('textbox', { name: 'Week of 5 Oct 2026', hidden: true }), '3.9');
  fireEvent.submit(form.getByRole('textbox', { name: 'Week of 5 Oct 2026', hidden: true }));
  await waitFor(() =>
    expect(line.inputsOf('panel/valuesType')).toEqual([
      { write: expect.any(String), metricId: 'm1', values: [{ period: '2026-10-05', v: 3.9 }] },
    ]),
  );
});

test('values that cannot be read close the form and say why', async () => {
  const { state } = await openAdmin('kpis');
  state.open({ kind: 'values', id: 'm1' });
  expect(await screen.findByText('This version does not know what was asked.')).toBeTruthy();
  expect(state.dialog.peek()).toBeNull();
});

test('launches of a course are kept in the dialog of the course page', async () => {
  const [course] = catalogue.courses;
  if (!course) throw new Error('no sample');
  const { line, form } = await openForm(
    { kind: 'course', id: 'c1' },
    fakeLine({
      'panel/courseView': {
        course,
        known: true,
        tags: [],
        me: catalogue.me,
        store: catalogue.store,
        open: [],
        folded: false,
        hidden: [],
        sample: false,
      },
      'panel/launchRemove': {},
    }),
  );
  fireEvent.click(form.getByRole('button', { name: /Remove.*3 Jun 2026/, hidden: true }));
  await waitFor(() => expect(line.inputsOf('panel/launchRemove')).toEqual([{ write: expect.any(String), course: 'c1', key: 'y' }]));
});

test('a record that went away meanwhile has no form', async () => {
  const { state } = await openAdmin('kpis');
  state.open({ kind: 'metric', id: 'gone' });
  await screen.findByRole('heading', { level: 1, name: 'KPIs' });
  expect(screen.queryByRole('dialog', { hidden: true })).toBeNull();
});
