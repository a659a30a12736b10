// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ImportPreview } from '@/lib/messaging/names';
import { RefusalError } from '@/lib/messaging/refused';
import { faults } from '../../support/axe';
import { fakeLine } from '../../support/fake-line';
import { giveBrowser, openAdmin } from './open';

beforeEach(() => {
  document.documentElement.lang = 'en';
  document.title = 'Throughline: admin';
  giveBrowser();
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const basis = '0a'.repeat(32);
const preview: ImportPreview & { ok: true } = {
  ok: true,
  version: 1,
  counts: { outcome: { new: 2, changed: 1, same: 30, older: 0 }, chunk: { new: 0, changed: 0, same: 240, older: 4 } },
  differences: [{ type: 'outcome', id: 'o1', name: 'Damaged-package complaints', field: 'dueDate', here: '2027-03-31', there: '' }],
  basis,
};
const file = (text = '{"throughline":1}', name = 'all.json') => new File([text], name, { type: 'application/json' });
const pick = (chosen: File) => fireEvent.change(screen.getByLabelText('Export file'), { target: { files: [chosen] } });

describe('import', () => {
  test('shows counts and differences and writes nothing before it is told to', async () => {
    const { line } = await openAdmin('data', fakeLine({ 'own/importPreview': preview, 'own/importApply': { written: 3 } }));
    pick(file());
    expect(await screen.findByText('all.json: 277 records read')).toBeTruthy();
    expect(line.inputsOf('own/importPreview')).toEqual([{ file: '{"throughline":1}' }]);
    expect(line.inputsOf('own/importApply')).toEqual([]);
    const counts = within(screen.getByRole('table', { name: 'Counts of what an import would do' }));
    expect(counts.getAllByRole('row').map((row) => row.textContent)).toEqual([
      'WhatNewChangedThe sameOlder, left as it is',
      'Outcome21300',
      'Values of a month002404',
    ]);
    const differences = within(screen.getByRole('table', { name: 'Fields that would change' }));
    expect(differences.getAllByRole('row')[1]?.textContent).toBe('Damaged-package complaintsOutcomeDue2027-03-31nothing');
    expect(await faults()).toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: 'Import 3 records' }));
    expect(await screen.findByText('3 records of all.json imported.')).toBeTruthy();
    expect(line.inputsOf('own/importApply')).toEqual([{ write: expect.any(String), file: '{"throughline":1}', basis }]);
  });

  const later = { ...preview, counts: { outcome: { new: 0, changed: 1, same: 32, older: 0 } }, basis: 'f1'.repeat(32) };

  test('makes the preview anew when data changed meanwhile, says so, and confirms the new one', async () => {
    const { line } = await openAdmin('data', fakeLine({ 'own/importPreview': preview, 'own/importApply': { written: 1 } }));
    pick(file());
    await screen.findByRole('button', { name: 'Import 3 records' });
    line.push({ push: 'changed' }); // about something else
    await waitFor(() => expect(line.inputsOf('own/importPreview')).toHaveLength(2));
    expect(screen.queryByText('The data here changed while you looked.')).toBeNull();
    line.answer({ 'own/importPreview': later });
    line.push({ push: 'changed' });
    expect(await screen.findByText('The data here changed while you looked.')).toBeTruthy();
    expect(await faults()).toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: 'Import 1 record' }));
    await screen.findByText('1 record of all.json imported.');
    expect(line.inputsOf('own/importApply')).toEqual([{ write: expect.any(String), file: '{"throughline":1}', basis: later.basis }]);
    line.push({ push: 'changed' });
    expect(line.inputsOf('own/importPreview')).toHaveLength(3);
  });

  test('of two previews that are asked for at once the later counts, in whatever order they come', async () => {
    const { line } = await openAdmin('data', fakeLine({ 'own/importPreview': preview }));
    pick(file());
    await screen.findByRole('button', { name: 'Import 3 records' });
    const answers: ((preview: ImportPreview) => void)[] = [];
    line.answer({ 'own/importPreview': () => new Promise<ImportPreview>((resolve) => answers.push(resolve)) });
    line.push({ push: 'changed' });
    line.push({ push: 'changed' });
    answers[1]?.(later);
    await screen.findByRole('button', { name: 'Import 1 record' });
    answers[0]?.({ ...preview, basis: 'b0'.repeat(32) });
    await Promise.resolve();
    expect(screen.getByRole('button', { name: 'Import 1 record' })).toBeTruthy();
  });

  test('that meets other data than its preview writes nothing, says so and shows what it would do now', async () => {
    const { line } = await openAdmin(
      'data',
      fakeLine({
        'own/importPreview': preview,
        'own/importApply': () => {
          throw new RefusalError('conflict');
        },
      }),
    );
    pick(file());
    const confirm = await screen.findByRole('button', { name: 'Import 3 records' });
    line.answer({ 'own/importPreview': later });
    fireEvent.click(confirm);
    expect(await screen.findByText('The data here changed after this preview was made, so nothing was written.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Import 1 record' })).toBeTruthy();
    expect(screen.queryByText(/imported/)).toBeNull();
    expect(await faults()).toEqual([]);
  });

  test('can be left without writing', async () => {
    const { line } = await openAdmin('data', fakeLine({ 'own/importPreview': preview }));
    pick(file());
    fireEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
    expect(screen.queryByText('all.json: 277 records read')).toBeNull();
    expect(line.inputsOf('own/importApply')).toEqual([]);
  });

  test('of what is here already offers nothing to write', async () => {
    await openAdmin(
      'data',
      fakeLine({ 'own/importPreview': { ...preview, counts: { outcome: { new: 0, changed: 0, same: 33, older: 0 } }, differences: [] } }),
    );
    pick(file());
    expect(await screen.findByText('Everything in this file is here already.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Import/ })).toBeNull();
  });

  test.each([
    ['notOurs', 'all.json is not an export of Throughline.'],
    ['newerVersion', 'all.json was written by a newer version of Throughline.'],
    ['cutOff', 'all.json is not complete: its end is missing.'],
    ['notJson', 'all.json is not a JSON file.'],
    ['badRecord', 'A record in all.json does not hold.'],
  ] as const)('refuses %s by name, says what to do and that nothing was written', async (code, sentence) => {
    await openAdmin('data', fakeLine({ 'own/importPreview': { ok: false, code, where: 'outcome o1 dueDate' } }));
    pick(file());
    const notice = (await screen.findByText(sentence)).closest('.notice');
    expect(notice?.textContent).toContain('Nothing was written.');
    if (code === 'badRecord') expect(notice?.textContent).toContain('outcome o1 dueDate');
    expect(screen.queryByRole('button', { name: /^Import/ })).toBeNull();
    expect(await faults()).toEqual([]);
  });

  test('does not even read a file that is too large', async () => {
    const { line } = await openAdmin('data');
    const huge = file();
    Object.defineProperty(huge, 'size', { value: 65 * 1024 * 1024 });
    pick(huge);
    expect(await screen.findByText('all.json is larger than 64 MB.')).toBeTruthy();
    expect(line.inputsOf('own/importPreview')).toEqual([]);
  });

  test('that the browser cannot read says so', async () => {
    await openAdmin('data');
    const broken = file();
    vi.spyOn(broken, 'text').mockRejectedValue(new Error('gone'));
    pick(broken);
    expect(await screen.findByText('all.json could not be read.')).toBeTruthy();
  });

  test('that fails while it writes claims nothing', async () => {
    await openAdmin('data', fakeLine({ 'own/importPreview': preview }));
    pick(file());
    fireEvent.click(await screen.findByRole('button', { name: 'Import 3 records' }));
    expect(await screen.findByText('This version does not know what was asked.')).toBeTruthy();
    expect(screen.queryByText(/imported/)).toBeNull();
  });
});

test('export hands one file to the browser’s downloads', async () => {
  const offered: Blob[] = [];
  const clicked: string[] = [];
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    offered.push(blob as Blob);
    return 'blob:made';
  });
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => undefined);
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    clicked.push(`${this.download} ${this.href}`);
  });
  await openAdmin('data', fakeLine({ 'own/export': { file: '{"throughline":1}', name: 'throughline-2026-11-25.json' } }));
  fireEvent.click(screen.getByRole('button', { name: 'Export everything' }));
  expect(await screen.findByText('throughline-2026-11-25.json was handed to the browser’s downloads.')).toBeTruthy();
  expect(clicked).toEqual(['throughline-2026-11-25.json blob:made']);
  expect(await offered[0]?.text()).toBe('{"throughline":1}');
});

test('the display name is changed, and an empty one is not sent', async () => {
  const { line } = await openAdmin('data', fakeLine({ 'own/meRename': {} }));
  const field = await screen.findByRole('textbox', { name: 'Display name' });
  fireEvent.change(field, { target: { value: '  ' } });
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Type a name first.')).toBeTruthy();
  fireEvent.change(field, { target: { value: ' Course designer ' } });
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Saved. You are shown as Course designer.')).toBeTruthy();
  expect(line.inputsOf('own/meRename')).toEqual([{ write: expect.any(String), name: 'Course designer' }]);
});

test('sample data are marked everywhere and removed by one click', async () => {
  const { line } = await openAdmin('data', fakeLine({ 'own/sampleRemove': {} }), { sample: true });
  expect(screen.getByText('Some of this is invented sample data.')).toBeTruthy();
  line.answer({
    'own/catalogue': {
      outcomes: [],
      metrics: [],
      courses: [],
      links: [],
      sites: [],
      actors: [],
      units: [],
      goals: [],
      me: { id: 'local:1', name: 'Learning designer' },
      store: { waiting: 0, shared: false },
      sample: false,
    },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Remove the sample data' }));
  await waitFor(() => expect(screen.queryByText('Some of this is invented sample data.')).toBeNull());
  expect(line.inputsOf('own/sampleRemove')).toHaveLength(1);
});
