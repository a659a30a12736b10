// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { draftOf, emptyDraft, findingsIn, outcomeOf, unreadable } from '@/components/outcome/draft';
import { fieldNumber, fieldText } from '@/components/look/number-field';
import { findingText } from '@/components/outcome/findings';
import { complaints, outcome, tag, view } from '@/test/gallery/samples';
import { draw } from '../course/draw';

afterEach(cleanup);
const today = '2026-05-20';
const whole = { ...draftOf(outcome, complaints, { ownerName: 'Field operations manager', unitName: 'Field operations' }) };

describe('a draft', () => {
  it('gives back the outcome it was made of', () => {
    expect(outcomeOf(whole)).toMatchObject({
      direction: 'reduce',
      metricId: complaints.id,
      change: outcome.change,
      baseline: outcome.baseline,
      dueDate: outcome.dueDate,
    });
    expect(findingsIn(whole, { today })).toEqual([]);
  });

  it('leaves out what is not filled or cannot be read', () => {
    expect(outcomeOf(emptyDraft('x'))).toEqual({
      direction: 'reduce',
      metricId: 'new',
      change: undefined,
      baseline: undefined,
      scope: undefined,
      dueDate: undefined,
      absoluteReason: undefined,
    });
    expect(outcomeOf({ ...whole, amount: 'twenty' }).change).toBeUndefined();
  });

  it('reads a number that can be meant in two ways by the person’s language', () => {
    expect(fieldNumber('1,234')).toBe(1234);
    expect(fieldNumber('3.999')).toBe(3.999);
    expect(fieldNumber('3,75')).toBe(3.75);
    expect(fieldNumber('−2')).toBe(-2);
    expect(fieldNumber(' ')).toBeUndefined();
    expect(fieldNumber('twenty')).toBeNull();
    for (const v of [3.125, 1234.567, -0.001, 12_345_678, 0.1 + 0.2]) expect(fieldNumber(fieldText(v))).toBe(Number(v.toPrecision(15)));
  });

  it('names the fields of which no sentence can be made', () => {
    expect(unreadable(whole)).toEqual([]);
    expect(unreadable({ ...emptyDraft('') })).toEqual(['name']);
    expect(unreadable({ ...whole, amount: 'twenty' })).toEqual(['amount']);
    expect(unreadable({ ...whole, amount: '-20' })).toEqual(['amount']);
    expect(unreadable({ ...whole, baselineTo: '' })).toEqual(['baselineDates']);
    expect(unreadable({ ...whole, baselineFrom: '2026-06-30' })).toEqual(['baselineDates']);
  });

  it('has a sentence for a finding of each kind', () => {
    const bad = { ...whole, direction: 'increase' as const, baselineTo: '2026-06-20', ownerName: '', amount: '0' };
    const said = findingsIn(bad, { today, firstLaunch: '2026-06-03', lagPeriods: 60 }).map(findingText);
    expect(said).toContain('The baseline runs past the launch on 3 Jun 2026. End it on 31 May 2026 or earlier.');
    expect(said.length).toBeGreaterThanOrEqual(4);
    for (const sentence of said) expect(sentence).not.toMatch(/\$\d|undefined|^$/);
  });
});

async function openNew(name = '') {
  const drawn = await draw({ ...view, tags: [] });
  act(() => drawn.state.openDialog({ kind: 'outcomeNew', name }));
  const dialog = await screen.findByRole('dialog', { name: 'New outcome' });
  const set = (label: string | RegExp, value: string) => fireEvent.change(within(dialog).getByLabelText(label), { target: { value } });
  const press = (name: string | RegExp) => fireEvent.click(within(dialog).getByRole('button', { name }));
  return { ...drawn, dialog, set, press };
}
function fill({ dialog, set }: Awaited<ReturnType<typeof openNew>>) {
  set('KPI', 'Late deliveries');
  set('Unit', 'per 1,000 parcels');
  fireEvent.click(within(dialog).getByLabelText('Relative, in %'));
  set('By how much', '20');
  set('Baseline', '4');
  set('Baseline from', '2025-12-15');
  set('Baseline to', '2026-05-31');
  set('By when', '2027-03-31');
}

describe('the form for a new outcome', () => {
  it('grows the sentence while it is filled, with the computed level', async () => {
    const form = await openNew();
    expect(form.dialog.textContent).toContain('The sentence grows here');
    fill(form);
    form.set('Business unit', 'Field operations');
    expect(form.dialog.querySelector('.statement')?.textContent).toBe(
      'Reduce late deliveries in Field operations by 20 % (4.0 → 3.2 per 1,000 parcels) by 31 Mar 2027',
    );
  });

  it('says what is to be mended beside the field', async () => {
    const { dialog, set } = await openNew();
    set('KPI', 'Course completions');
    const kpi = within(dialog).getByLabelText('KPI');
    expect(kpi.getAttribute('aria-invalid')).toBe('true');
    const described = (kpi.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent)
      .join(' ');
    expect(described).toContain('This counts training activity.');
  });

  it('does not save as whole what is not, says so, and saves a draft when asked', async () => {
    const form = await openNew();
    fill(form);
    form.press('Add outcome');
    expect(await within(form.dialog).findByText(/An outcome needs an owner and a business unit/)).toBeTruthy();
    expect(form.calls('panel/outcomeAdd')).toEqual([]);
    form.press('Save as draft');
    await waitFor(() => expect(form.calls('panel/outcomeAdd')).toHaveLength(1));
    expect(form.calls('panel/outcomeAdd')[0]).toMatchObject({
      course: view.course.id,
      outcome: { status: 'draft', change: { kind: 'relative', amount: 20 } },
      metric: { name: 'Late deliveries', cadence: 'week', source: { kind: 'typed' } },
    });
  });

  it('adds a whole outcome with its KPI, owner and unit, and goes on to asking', async () => {
    const form = await openNew();
    fill(form);
    form.set('Business unit', 'Field operations');
    form.set('Owner', 'Field operations manager');
    form.press('Add outcome');
    await waitFor(() => expect(form.calls('panel/outcomeAdd')).toHaveLength(1));
    expect(form.calls('panel/outcomeAdd')[0]).toMatchObject({
      ownerName: 'Field operations manager',
      unitName: 'Field operations',
      outcome: { status: 'active', baseline: { value: 4, from: '2025-12-15', to: '2026-05-31' } },
    });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(form.state.asking.value).toBe(tag.alignment.id);
  });

  it('offers a KPI of the catalogue by its name, and takes it as it is', async () => {
    const form = await openNew();
    form.set('KPI', 'damaged');
    fireEvent.click(await within(form.dialog).findByRole('button', { name: 'Damaged-package complaints, per 1,000 parcels' }));
    expect(within(form.dialog).queryByLabelText('Unit')).toBeNull();
    form.press('Save as draft');
    await waitFor(() => expect(form.calls('panel/outcomeAdd')[0]).toMatchObject({ outcome: { metricId: complaints.id } }));
    expect((form.calls('panel/outcomeAdd')[0] as { metric?: unknown }).metric).toBeUndefined();
  });
});

describe('the form for an outcome that is there', () => {
  it('offers the average of the values between the dates as the baseline', async () => {
    const { state, calls } = await draw(view);
    act(() => state.openDialog({ kind: 'outcomeEdit', alignmentId: tag.alignment.id }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('This text is agreed.');
    fireEvent.change(within(dialog).getByLabelText('Baseline'), { target: { value: '5' } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Use it' }));
    const taken = Number(within(dialog).getByLabelText<HTMLInputElement>('Baseline').value);
    expect(taken).toBeGreaterThan(3.9);
    expect(taken).toBeLessThan(4.1);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(calls('panel/outcomeChange')[0]).toMatchObject({ id: outcome.id, set: { baseline: { value: taken } } }));
    const sent = calls('panel/outcomeChange')[0] as { ownerName?: string; set: { metricId?: string; status?: string } };
    expect(sent.ownerName).toBeUndefined();
    expect(sent.set.metricId).toBeUndefined();
    expect(sent.set.status).toBeUndefined();
  });
});
