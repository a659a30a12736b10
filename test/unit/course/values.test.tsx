// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { changesOf, earlier, textsOf } from '@/components/course/typed-cells';
import { contactTag, view } from '@/test/gallery/samples';
import { draw } from './draw';

afterEach(cleanup);
const { metric } = contactTag.series;

describe('the cells of the grid', () => {
  it('are the kept values and the newest periods, as many as twelve at least', () => {
    const cells = textsOf([{ period: '2026-10-01', v: 73.7 }], metric, '2026-11-19');
    expect(Object.keys(cells)).toHaveLength(12);
    expect(cells['2026-11-01']).toBe('');
    expect(cells['2026-10-01']).toBe('73.7');
    expect(Object.keys(earlier(cells, metric)).toSorted()[0]).toBe('2024-12-01');
  });

  it('give only what differs; an emptied one takes its value back, a word is wrong', () => {
    const kept = [
      { period: '2026-09-01', v: 1 },
      { period: '2026-10-01', v: 2 },
    ];
    expect(changesOf({ '2026-09-01': '1', '2026-10-01': '', '2026-11-01': '3,5' }, kept)).toEqual({
      values: [
        { period: '2026-10-01', v: null },
        { period: '2026-11-01', v: 3.5 },
      ],
      wrong: [],
    });
    expect(changesOf({ '2026-09-01': 'one', '2026-10-01': '2.000' }, kept)).toEqual({ values: [], wrong: ['2026-09-01'] });
  });
});

async function open() {
  const drawn = await draw({ ...view, tags: [contactTag] });
  act(() => drawn.state.openDialog({ kind: 'values', metricId: metric.id }));
  const dialog = await screen.findByRole('dialog', { name: 'Values of First-contact resolution' });
  return {
    ...drawn,
    dialog,
    paste: (text: string) => fireEvent.change(within(dialog).getByLabelText('Paste from a sheet'), { target: { value: text } }),
  };
}

describe('the dialog for typed-in values', () => {
  it('keeps what was typed into a period', async () => {
    const { dialog, calls } = await open();
    fireEvent.change(within(dialog).getByLabelText('Oct 2026'), { target: { value: '74,5' } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Keep 1 change' }));
    await waitFor(() =>
      expect(calls('panel/valuesType')[0]).toMatchObject({ metricId: metric.id, values: [{ period: '2026-10-01', v: 74.5 }] }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('fills the grid from pasted columns, and names each line that was not taken', async () => {
    const { dialog, paste } = await open();
    paste('Month\tFCR\n2026-09-01\t70.5\n2026-10-01\tn/a\n2030-01-01\t71\n2025-01-01\t66');
    expect(within(dialog).getByText('2 values understood and filled in below.')).toBeTruthy();
    expect(within(dialog).getByLabelText<HTMLInputElement>('Sep 2026').value).toBe('70.5');
    expect(within(dialog).getByLabelText<HTMLInputElement>('Jan 2025').value).toBe('66');
    expect(within(dialog).getByText('2 lines were not taken')).toBeTruthy();
    expect(dialog.textContent).toContain('(in the future)');
  });

  it('asks how an ambiguous date is meant, and reads it as chosen', async () => {
    const { dialog, paste } = await open();
    paste('03/04/2026\t70.5\n04/05/2026\t71.5');
    expect(within(dialog).getByText('0 values understood and filled in below.')).toBeTruthy();
    fireEvent.click(within(dialog).getByLabelText('3 Apr 2026'));
    expect(within(dialog).getByText('2 values understood and filled in below.')).toBeTruthy();
    expect(within(dialog).getByLabelText<HTMLInputElement>('Apr 2026').value).toBe('70.5');
  });

  it('keeps nothing while a field is no number', async () => {
    const { dialog, calls } = await open();
    fireEvent.change(within(dialog).getByLabelText('Oct 2026'), { target: { value: 'seventy' } });
    fireEvent.change(within(dialog).getByLabelText('Sep 2026'), { target: { value: '70' } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Keep 1 change' }));
    expect(await within(dialog).findByText(/is no number/)).toBeTruthy();
    expect(calls('panel/valuesType')).toEqual([]);
    expect(within(dialog).getByLabelText('Oct 2026').getAttribute('aria-invalid')).toBe('true');
  });

  it('shows every value that is kept', async () => {
    const { dialog } = await open();
    const shown = within(dialog)
      .getAllByRole<HTMLInputElement>('textbox')
      .slice(1)
      .map((input) => input.value)
      .filter(Boolean)
      .map(Number);
    expect(shown).toEqual(contactTag.series.points.v.toReversed());
  });
});
