// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { failureCodes } from '@/lib/metrics/contract';
import { faults } from '../../support/axe';
import { fakeLine } from '../../support/fake-line';
import { open, ready, send } from './open';
import { at, columns, resolution, sameName, table, unlinked } from './samples';

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
    expect(
      within(group)
        .getAllByRole<HTMLInputElement>('radio')
        .map((radio) => radio.checked),
    ).toEqual([false, false]);
    fireEvent.click(send());
    expect(line.inputsOf('panel/chartLink')).toEqual([]);
    fireEvent.click(within(group).getByRole('radio', { name: /^contacts/ }));
    fireEvent.click(screen.getByRole('radio', { name: 'Higher' }));
    await ready();
    expect(await faults()).toEqual([]);
    fireEvent.click(send());
    await waitFor(() =>
      expect(line.inputsOf('panel/chartLink')).toEqual([
        expect.objectContaining({ source: expect.objectContaining({ column: 'contacts' }) }),
      ]),
    );
    expect(line.inputsOf('panel/chartLink')[0]?.source).not.toHaveProperty('scale');
  });

  test.each(failureCodes)('%s is said in words, with what to do, and the chart can be linked all the same', async (code) => {
    const line = await open(
      sameName,
      fakeLine({
        'panel/chartRead': { trouble: { code, detail: { status: '500', expected: 'a', found: 'b' } } },
        'panel/metricSearch': { metrics: [resolution] },
        'panel/chartLink': { linkId: 'k1', metricId: 'm2' },
      }),
    );
    const title = await waitFor(() => {
      const bold = document.querySelector('.notice b');
      expect(bold?.textContent).toMatch(/\.$/);
      return bold;
    });
    expect(title?.closest('.notice')?.querySelector('.muted')?.textContent?.trim().length).toBeGreaterThan(20);
    expect(title?.closest('.notice')?.querySelector('.actions')?.textContent).not.toBe('');
    expect(await faults()).toEqual([]);
    // before the fields, where a small panel shows it without scrolling
    const which = document.querySelector('[role=radiogroup]');
    expect(which && (title?.compareDocumentPosition(which) ?? 0) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    await ready();
    fireEvent.click(send());
    await waitFor(() =>
      expect(line.inputsOf('panel/chartLink')).toEqual([expect.objectContaining({ adoptSource: false, source: { kind: 'typed' } })]),
    );
  });

  test('a permission that is missing is asked for in our window, and the chart is read when it comes', async () => {
    const line = await open(
      unlinked,
      fakeLine({ 'panel/chartRead': { trouble: { code: 'noPermission', detail: {} } }, 'panel/permissionWindow': {} }),
    );
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
