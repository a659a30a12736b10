// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { CourseView } from '@/lib/messaging/views';
import { contactTag, outcome, tag, view } from '@/test/gallery/samples';
import { draw, type Drawn } from './draw';
import { press } from './press';

afterEach(cleanup);
const empty: CourseView = { ...view, tags: [] };
const proposed = { ...tag, status: { state: 'proposed' as const, asked: false } };

/** The background's part: the tag is in the next view. */
const tags = (drawn: { line?: Drawn['line'] }) => ({
  'panel/tag': () => {
    if (drawn.line) drawn.line.view = { ...empty, tags: [proposed] };
    return { alignmentId: tag.alignment.id };
  },
});
async function drawEmpty(): Promise<Drawn> {
  const holder: { line?: Drawn['line'] } = {};
  const drawn = await draw(empty, tags(holder));
  holder.line = drawn.line;
  return drawn;
}
const active = () => document.getElementById(document.activeElement?.getAttribute('aria-activedescendant') ?? '');

describe('tagging a course', () => {
  it('takes three actions by keyboard: open, choose (saved at once), ask', async () => {
    const { calls } = await drawEmpty();
    screen.getByRole('combobox').focus();
    let actions = 0;

    actions += await press('Enter');
    await waitFor(() => expect(active()?.textContent).toContain('Reduce damaged-package complaints by 20 %'));

    actions += await press('Enter');
    await waitFor(() => expect(calls('panel/tag')).toHaveLength(1));
    expect(calls('panel/tag')[0]).toMatchObject({ choice: { kind: 'outcome', id: outcome.id } });
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText(/What will people do differently/)));

    actions += await press('Enter');
    await waitFor(() => expect(calls('panel/alignmentAsk')).toHaveLength(1));
    expect(actions).toBe(3);
    // the focus does not fall out of the panel
    await waitFor(() => expect(document.activeElement?.tagName).toBe('H3'));
  });

  it('takes three actions by mouse', async () => {
    const { calls } = await drawEmpty();
    let actions = 0;
    const click = (element: HTMLElement) => {
      actions += 1;
      fireEvent.click(element);
    };
    click(screen.getByRole('combobox'));
    click(await screen.findByRole('option', { name: /Reduce damaged-package complaints/ }));
    click(await screen.findByRole('button', { name: 'Ask the Field operations manager to agree' }));
    await waitFor(() => expect(calls('panel/alignmentAsk')).toHaveLength(1));
    expect(actions).toBe(3);
  });

  it('opens by the letter A when the panel has the focus, but not while something is typed', async () => {
    const { state } = await draw(view);
    const add = screen.getByRole('button', { name: 'Add outcome' });
    add.focus();
    await press('a');
    expect(await screen.findByRole('combobox')).toBeTruthy();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('combobox')));
    await press('Escape');
    expect(state.picking.value).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Add outcome' })));
    act(() => state.pick());
    await screen.findByRole('combobox');
    expect(fireEvent.keyDown(screen.getByRole('combobox'), { key: 'a' })).toBe(true);
  });

  it('takes the first letter along that was typed before the picker was there', async () => {
    await drawEmpty();
    fireEvent.change(screen.getByRole('combobox'), { target: { value: 'f' } });
    await waitFor(() => expect(active()?.textContent).toContain('Raise first-contact resolution'));
    expect(active()?.querySelector('mark')?.textContent).toBe('f');
    expect(screen.getByRole<HTMLInputElement>('combobox').value).toBe('f');
  });

  it('saves the behaviour that was typed before it asks', async () => {
    const { calls, line, state } = await draw({ ...view, tags: [proposed] });
    await act(() => state.tag({ kind: 'outcome', id: outcome.id }));
    const field = await screen.findByLabelText(/What will people do differently/);
    fireEvent.change(field, { target: { value: 'Void fill chosen by the table' } });
    field.focus();
    await press('Enter');
    await waitFor(() => expect(calls('panel/alignmentAsk')).toHaveLength(1));
    expect(calls('panel/alignmentChange')[0]).toMatchObject({ id: tag.alignment.id, set: { rationale: 'Void fill chosen by the table' } });
    expect(line.asked.findIndex((call) => call.name === 'panel/alignmentChange')).toBeLessThan(
      line.asked.findIndex((call) => call.name === 'panel/alignmentAsk'),
    );
  });

  it('leads to the outcome when nobody can be asked yet', async () => {
    const { calls, state } = await draw({ ...view, tags: [{ ...proposed, ownerName: undefined }] });
    await act(() => state.tag({ kind: 'template', id: 'damagedPackageComplaints' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Complete the outcome' }));
    expect(await screen.findByRole('dialog', { name: 'Outcome, target, owner' })).toBeTruthy();
    expect(calls('panel/alignmentAsk')).toEqual([]);
  });

  it('undoes the tag, and offers it back', async () => {
    const { calls, line, state } = await draw({ ...view, tags: [proposed] });
    await act(() => state.tag({ kind: 'outcome', id: outcome.id }));
    line.view = empty;
    fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(calls('panel/hide')).toHaveLength(1));
    expect(await screen.findByText('Damaged-package complaints removed from this course.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(calls('panel/restore')).toHaveLength(1));
  });

  it('opens the form for a new outcome with the words that were typed', async () => {
    await drawEmpty();
    fireEvent.change(screen.getByRole('combobox'), { target: { value: 'Late deliveries' } });
    fireEvent.click(await screen.findByRole('option', { name: /New outcome “Late deliveries”/ }));
    const dialog = await screen.findByRole('dialog', { name: 'New outcome' });
    expect(dialog.textContent).toContain('Reduce late deliveries');
  });

  it('does not lose the course’s other outcomes while one is asked about', async () => {
    const { state } = await draw({ ...view, tags: [proposed, contactTag] });
    await act(() => state.tag({ kind: 'outcome', id: outcome.id }));
    await screen.findByLabelText(/What will people do differently/);
    expect(screen.getByRole('button', { name: /First-contact resolution/ })).toBeTruthy();
  });
});
