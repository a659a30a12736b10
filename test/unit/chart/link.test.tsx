// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { packed } from '@/lib/messaging/points';
import { faults } from '../../support/axe';
import { fakeLine } from '../../support/fake-line';
import { onClose, open, ready, send } from './open';
import { at, resolution, sameName, table, unlinked } from './samples';

describe('a KPI of the same name', () => {
  test('is linked with the second click, and read from this chart when its values were typed in', async () => {
    const line = await open(
      sameName,
      fakeLine({
        'panel/chartRead': { table },
        'panel/metricSearch': { metrics: [resolution] },
        'panel/chartLink': { linkId: 'k1', metricId: 'm2' },
      }),
    );
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
    const elsewhere = {
      ...resolution,
      source: { kind: 'superset', site: at.site, ref: '9', column: 'fcr', chartTitle: 'Support overview' } as const,
    };
    const line = await open(
      sameName,
      fakeLine({
        'panel/chartRead': () => new Promise<never>(() => undefined),
        'panel/metricSearch': { metrics: [elsewhere] },
        'panel/chartLink': { linkId: 'k1', metricId: 'm2' },
      }),
    );
    await ready();
    fireEvent.click(send());
    await waitFor(() =>
      expect(line.inputsOf('panel/chartLink')).toEqual([expect.objectContaining({ metricId: 'm2', adoptSource: false })]),
    );
  });

  test('is read from this chart only when asked to, where it has a source', async () => {
    const elsewhere = {
      ...resolution,
      source: { kind: 'superset', site: at.site, ref: '9', column: 'fcr', chartTitle: 'Support overview' } as const,
    };
    const line = await open(
      sameName,
      fakeLine({
        'panel/chartRead': { table },
        'panel/metricSearch': { metrics: [elsewhere] },
        'panel/chartLink': { linkId: 'k1', metricId: 'm2' },
      }),
    );
    const box = await screen.findByRole<HTMLInputElement>('checkbox', { name: /Read this KPI’s values from this chart/ });
    expect(box.checked).toBe(false);
    expect(screen.getByText(/Until now they come from “Support overview”/)).toBeTruthy();
    fireEvent.click(box);
    fireEvent.click(send());
    await waitFor(() => expect(line.inputsOf('panel/chartLink')).toEqual([expect.objectContaining({ adoptSource: true })]));
  });

  test('with longer periods than the chart’s is not read from it unasked, and says that the two do not fit', async () => {
    await open(
      sameName,
      fakeLine({ 'panel/chartRead': { table }, 'panel/metricSearch': { metrics: [{ ...resolution, cadence: 'month' }] } }),
    );
    const box = await screen.findByRole<HTMLInputElement>('checkbox', { name: /Read this KPI’s values/ });
    expect(box.checked).toBe(false);
    fireEvent.click(box);
    expect(await screen.findByText('The chart gives one value for each week, the KPI has one for each month.')).toBeTruthy();
  });

  test('whose details cannot be found can be linked all the same', async () => {
    const line = await open(
      sameName,
      fakeLine({
        'panel/chartRead': { table },
        'panel/metricSearch': { metrics: [] },
        'panel/chartLink': { linkId: 'k1', metricId: 'm2' },
      }),
    );
    await ready();
    fireEvent.click(send());
    await waitFor(() =>
      expect(line.inputsOf('panel/chartLink')).toEqual([
        expect.objectContaining({ metricId: 'm2', adoptSource: false, source: { kind: 'typed' } }),
      ]),
    );
  });

  test('is linked; undo unlinks', async () => {
    const line = await open(
      sameName,
      fakeLine({
        'panel/chartRead': { table },
        'panel/metricSearch': { metrics: [resolution] },
        'panel/chartLink': { linkId: 'k1', metricId: 'm2' },
        'panel/chartUnlink': {},
      }),
    );
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
    fireEvent.change(screen.getByRole('textbox', { name: 'Owner' }), { target: { value: ' Support lead ' } });
    fireEvent.click(send());
    await waitFor(() => expect(line.inputsOf('panel/chartLink')).toHaveLength(1));
    expect(line.inputsOf('panel/chartLink')[0]).toMatchObject({
      adoptSource: true,
      ownerName: 'Support lead',
      newMetric: {
        name: 'FCR',
        unit: '%',
        kind: 'rate',
        betterWhen: 'lower',
        cadence: 'week',
        calendar: 'iso',
        aggregation: 'mean',
        source: { kind: 'superset', column: 'fcr_share', scale: 100 },
      },
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
    const line = await open(
      unlinked,
      fakeLine({
        'panel/chartRead': { table },
        'panel/metricSearch': { metrics: [resolution] },
        'panel/chartLink': { linkId: 'k1', metricId: 'm2' },
      }),
    );
    fireEvent.change(screen.getByRole('searchbox', { name: 'Search KPIs' }), { target: { value: 'contact' } });
    fireEvent.click(await screen.findByRole('radio', { name: /^First-contact resolution/ }));
    await ready();
    fireEvent.click(send());
    await waitFor(() => expect(line.inputsOf('panel/chartLink')).toEqual([expect.objectContaining({ metricId: 'm2' })]));
    expect(line.inputsOf('panel/metricSearch')).toEqual([{ words: 'contact' }]);
  });
});

test('after unlinking only its own undo is offered, not that of the link before', async () => {
  const line = await open(
    sameName,
    fakeLine({
      'panel/chartRead': { table },
      'panel/metricSearch': { metrics: [resolution] },
      'panel/chartLink': { linkId: 'k1', metricId: 'm2' },
      'panel/chartUnlink': {},
    }),
  );
  await ready();
  const source = { kind: 'typed', name: '', otherAccounts: 0 } as const;
  const series = { metric: resolution, points: packed([]), source, refreshing: false };
  line.answer({
    'panel/chartView': { ...unlinked, linked: { linkId: 'k1', series, outcomes: [], courses: [] } },
  });
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
