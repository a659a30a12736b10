// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ChartPanel } from '@/components/chart/ChartPanel';
import type { ChartView } from '@/lib/messaging/views';
import { failureCodes } from '@/lib/metrics/contract';
import { faults } from '../../support/axe';
import { fakeLine, type FakeLine } from '../../support/fake-line';
import { at, columns, resolution, sameName, table, unlinked } from './samples';

beforeEach(() => {
  document.documentElement.lang = 'en';
  document.title = 'Throughline';
});
afterEach(cleanup);

const onClose = vi.fn();
async function open(view: ChartView, line: FakeLine): Promise<FakeLine> {
  line.answer({ 'panel/chartView': view });
  render(
    <main>
      <h1>Field operations</h1>
      <ChartPanel client={line} at={at} onClose={onClose} />
    </main>,
  );
  await screen.findByRole('heading', { name: 'Link this chart to a KPI' });
  return line;
}
const send = () => screen.getByRole('button', { name: 'Link chart' });
const ready = () => waitFor(() => expect(send().getAttribute('aria-disabled')).toBe('false'));

describe('a KPI of the same name', () => {
  test('is linked with the second click, and read from this chart when its values were typed in', async () => {
    const line = await open(sameName, fakeLine({ 'panel/chartRead': { table }, 'panel/metricSearch': { metrics: [resolution] }, 'panel/chartLink': { linkId: 'k1', metricId: 'm2' } }));
    await ready();
    expect(await faults()).toEqual([]);
    fireEvent.click(send()); // opening the mark was the first
    await waitFor(() => expect(line.inputsOf('panel/chartLink')).toHaveLength(1));
    expect(line.inputsOf('panel/chartLink')[0]).toEqual({
      write: expect.stringMatching(/^w[0-9a-f]{32}$/),
      ...at,
      title: 'First-contact resolution, %',
      metricId: 'm2',
      adoptSource: true,
      source: { kind: 'superset', site: at.site, ref: '42', column: 'fcr_share', dashboard: '7', scale: 100, chartTitle: 'FCR by week' },
    });
    expect(await screen.findByText('Linked to “First-contact resolution”.')).toBeTruthy();
  });

  test('that reads another chart keeps its source, and does not wait for this one', async () => {
    const elsewhere = { ...resolution, source: { kind: 'superset', site: at.site, ref: '9', column: 'fcr', chartTitle: 'Support overview' } as const };
    const line = await open(sameName, fakeLine({ 'panel/chartRead': () => new Promise<never>(() => undefined), 'panel/metricSearch': { metrics: [elsewhere] }, 'panel/chartLink': { linkId: 'k1', metricId: 'm2' } }));
    await ready();
    fireEvent.click(send());
    await waitFor(() => expect(line.inputsOf('panel/chartLink')).toEqual([expect.objectContaining({ metricId: 'm2', adoptSource: false })]));
  });

  test('is read from this chart only when asked to, where it has a source', async () => {
    const elsewhere = { ...resolution, source: { kind: 'superset', site: at.site, ref: '9', column: 'fcr', chartTitle: 'Support overview' } as const };
    const line = await open(sameName, fakeLine({ 'panel/chartRead': { table }, 'panel/metricSearch': { metrics: [elsewhere] }, 'panel/chartLink': { linkId: 'k1', metricId: 'm2' } }));
    const box = await screen.findByRole<HTMLInputElement>('checkbox', { name: /Read this KPI’s values from this chart/ });
    expect(box.checked).toBe(false);
    expect(screen.getByText(/Until now they come from “Support overview”/)).toBeTruthy();
    fireEvent.click(box);
    fireEvent.click(send());
    await waitFor(() => expect(line.inputsOf('panel/chartLink')).toEqual([expect.objectContaining({ adoptSource: true })]));
  });

  test('with longer periods than the chart’s is not read from it unasked, and says that the two do not fit', async () => {
    await open(sameName, fakeLine({ 'panel/chartRead': { table }, 'panel/metricSearch': { metrics: [{ ...resolution, cadence: 'month' }] } }));
    const box = await screen.findByRole<HTMLInputElement>('checkbox', { name: /Read this KPI’s values/ });
    expect(box.checked).toBe(false);
    fireEvent.click(box);
    expect(await screen.findByText('The chart gives one value for each week, the KPI has one for each month.')).toBeTruthy();
  });

  test('whose details cannot be found can be linked all the same', async () => {
    const line = await open(sameName, fakeLine({ 'panel/chartRead': { table }, 'panel/metricSearch': { metrics: [] }, 'panel/chartLink': { linkId: 'k1', metricId: 'm2' } }));
    await ready();
    fireEvent.click(send());
    await waitFor(() => expect(line.inputsOf('panel/chartLink')).toEqual([expect.objectContaining({ metricId: 'm2', adoptSource: false, source: { kind: 'typed' } })]));
  });

  test('is linked; undo unlinks', async () => {
    const line = await open(sameName, fakeLine({ 'panel/chartRead': { table }, 'panel/metricSearch': { metrics: [resolution] }, 'panel/chartLink': { linkId: 'k1', metricId: 'm2' }, 'panel/chartUnlink': {} }));
    await ready();
    fireEvent.click(send());
    fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(line.inputsOf('panel/chartUnlink')).toEqual([expect.objectContaining({ linkId: 'k1' })]));
  });
});

describe('a new KPI', () => {
  test('is guessed from title and chart, can be changed, and is made with the link', async () => {
    const line = await open(unlinked, fakeLine({ 'panel/chartRead': { table }, 'panel/chartLink': { linkId: 'k1', metricId: 'm9' } }));
    await ready();
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('First-contact resolution, %');
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Unit' }).value).toBe('%');
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Higher' }).checked).toBe(true);
    fireEvent.change(screen.getByRole('textbox', { name: 'Name' }), { target: { value: 'FCR' } });
    fireEvent.click(screen.getByRole('radio', { name: 'Lower' }));
    fireEvent.click(send());
    await waitFor(() => expect(line.inputsOf('panel/chartLink')).toHaveLength(1));
    expect(line.inputsOf('panel/chartLink')[0]).toMatchObject({
      adoptSource: true,
      newMetric: { name: 'FCR', unit: '%', kind: 'rate', betterWhen: 'lower', cadence: 'week', calendar: 'iso', aggregation: 'mean', source: { kind: 'superset', column: 'fcr_share', scale: 100 } },
    });
    expect(line.inputsOf('panel/chartLink')[0]).not.toHaveProperty('metricId');
  });

  test('says which field is missing instead of sending', async () => {
    const view = { ...unlinked, tile: { ...unlinked.tile, title: 'Something measured' } };
    const line = await open(view, fakeLine({ 'panel/chartRead': { table: { ...table, unitGuess: { unit: '', kind: 'rate' } } } }));
    await ready();
    fireEvent.click(send());
    expect(await screen.findByText('Say in which unit it is measured.')).toBeTruthy();
    expect(screen.getByText('Choose which way is better.')).toBeTruthy();
    expect(line.inputsOf('panel/chartLink')).toEqual([]);
  });

  test('found by search is chosen instead', async () => {
    const line = await open(unlinked, fakeLine({ 'panel/chartRead': { table }, 'panel/metricSearch': { metrics: [resolution] }, 'panel/chartLink': { linkId: 'k1', metricId: 'm2' } }));
    fireEvent.change(screen.getByRole('searchbox', { name: 'Search KPIs' }), { target: { value: 'contact' } });
    fireEvent.click(await screen.findByRole('radio', { name: /^First-contact resolution/ }));
    await ready();
    fireEvent.click(send());
    await waitFor(() => expect(line.inputsOf('panel/chartLink')).toEqual([expect.objectContaining({ metricId: 'm2' })]));
    expect(line.inputsOf('panel/metricSearch')).toEqual([{ words: 'contact' }]);
  });
});

describe('what the chart gives', () => {
  test('waits, says so, and cannot be sent meanwhile', async () => {
    const line = await open(unlinked, fakeLine({ 'panel/chartRead': () => new Promise<never>(() => undefined) }));
    expect(screen.getByText('Reading the chart. This can take up to 15 seconds.')).toBeTruthy();
    expect(screen.getByText('Waits for the chart’s answer')).toBeTruthy();
    fireEvent.click(send());
    expect(line.inputsOf('panel/chartLink')).toEqual([]);
    expect(await faults()).toEqual([]);
  });

  test('is shown: column, period, latest, factor, and that dashboard filters are not applied', async () => {
    await open(unlinked, fakeLine({ 'panel/chartRead': { table: { ...table, notes: [{ code: 'duplicatePeriods', count: 2 }] } } }));
    expect(await screen.findByText('fcr_share')).toBeTruthy();
    expect(screen.getByText('weeks starting Monday')).toBeTruthy();
    expect(screen.getByText('0.73 → 73 %')).toBeTruthy();
    expect(screen.getByText('Read without the dashboard’s filters: they are not applied.')).toBeTruthy();
    expect(screen.getByText('2 periods came twice; the last values were taken.')).toBeTruthy();
  });

  test('of several columns the person chooses one, and nothing is sent before', async () => {
    const view = { ...unlinked, tile: { ...unlinked.tile, title: 'Contacts resolved' } };
    const line = await open(view, fakeLine({ 'panel/chartRead': { table: columns }, 'panel/chartLink': { linkId: 'k1', metricId: 'm9' } }));
    const group = await screen.findByRole('group', { name: 'Which column holds the value?' });
    expect(screen.getByText('Choose the column first')).toBeTruthy();
    expect(within(group).getAllByRole<HTMLInputElement>('radio').map((radio) => radio.checked)).toEqual([false, false]);
    fireEvent.click(send());
    expect(line.inputsOf('panel/chartLink')).toEqual([]);
    fireEvent.click(within(group).getByRole('radio', { name: /^contacts/ }));
    fireEvent.click(screen.getByRole('radio', { name: 'Higher' }));
    await ready();
    expect(await faults()).toEqual([]);
    fireEvent.click(send());
    await waitFor(() => expect(line.inputsOf('panel/chartLink')).toEqual([expect.objectContaining({ source: expect.objectContaining({ column: 'contacts' }) })]));
    expect(line.inputsOf('panel/chartLink')[0]?.source).not.toHaveProperty('scale');
  });

  test.each(failureCodes)('%s is said in words, with what to do, and the chart can be linked all the same', async (code) => {
    const line = await open(sameName, fakeLine({ 'panel/chartRead': { trouble: { code, detail: { status: '500', expected: 'a', found: 'b' } } }, 'panel/metricSearch': { metrics: [resolution] }, 'panel/chartLink': { linkId: 'k1', metricId: 'm2' } }));
    const title = await waitFor(() => {
      const bold = document.querySelector('.notice b');
      expect(bold?.textContent).toMatch(/\.$/);
      return bold;
    });
    expect(title?.closest('.notice')?.querySelector('.muted')?.textContent?.trim().length).toBeGreaterThan(20);
    expect(title?.closest('.notice')?.querySelector('.actions')?.textContent).not.toBe('');
    expect(await faults()).toEqual([]);
    await ready();
    fireEvent.click(send());
    await waitFor(() => expect(line.inputsOf('panel/chartLink')).toEqual([expect.objectContaining({ adoptSource: false, source: { kind: 'typed' } })]));
  });

  test('a permission that is missing is asked for in our window, and the chart is read when it comes', async () => {
    const line = await open(unlinked, fakeLine({ 'panel/chartRead': { trouble: { code: 'noPermission', detail: {} } }, 'panel/permissionWindow': {} }));
    fireEvent.click(await screen.findByRole('button', { name: 'Allow reading bi.example.org' }));
    await waitFor(() => expect(line.inputsOf('panel/permissionWindow')).toEqual([{ site: at.site }]));
    line.answer({ 'panel/chartRead': { table } });
    line.push({ push: 'changed' });
    expect(await screen.findByText('weeks starting Monday')).toBeTruthy();
  });

  test('is read again on demand', async () => {
    const line = await open(unlinked, fakeLine({ 'panel/chartRead': { trouble: { code: 'slow', detail: {} } } }));
    line.answer({ 'panel/chartRead': { table } });
    fireEvent.click(await screen.findByRole('button', { name: 'Read again' }));
    expect(await screen.findByText('weeks starting Monday')).toBeTruthy();
  });
});

test('after unlinking only its own undo is offered, not that of the link before', async () => {
  const line = await open(sameName, fakeLine({ 'panel/chartRead': { table }, 'panel/metricSearch': { metrics: [resolution] }, 'panel/chartLink': { linkId: 'k1', metricId: 'm2' }, 'panel/chartUnlink': {} }));
  await ready();
  const series = { metric: resolution, points: [], source: { kind: 'typed', name: '', otherAccounts: 0 }, refreshing: false } as const;
  line.answer({ 'panel/chartView': { ...unlinked, linked: { linkId: 'k1', series: { ...series, points: [] }, outcomes: [], courses: [] } } });
  fireEvent.click(send());
  await screen.findByText('Linked to “First-contact resolution”.');
  line.answer({ 'panel/chartView': sameName });
  fireEvent.click(await screen.findByRole('button', { name: 'Unlink chart' }));
  await screen.findByText('“First-contact resolution” unlinked from this chart.');
  expect(screen.getAllByRole('button', { name: 'Undo' })).toHaveLength(1);
});

test('a link that is refused keeps the form and says why', async () => {
  const line = await open(unlinked, fakeLine({ 'panel/chartRead': { table } }));
  await ready();
  fireEvent.click(send());
  expect(await screen.findByText('This version does not know what was asked.')).toBeTruthy();
  expect(line.inputsOf('panel/chartLink')).toHaveLength(1);
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByText('This version does not know what was asked.')).toBeNull();
  expect(send()).toBeTruthy();
});

test('Escape and the cross close the panel', async () => {
  onClose.mockClear();
  await open(unlinked, fakeLine({ 'panel/chartRead': { table } }));
  fireEvent.keyDown(document.body, { key: 'Escape' });
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(onClose).toHaveBeenCalledTimes(2);
});
