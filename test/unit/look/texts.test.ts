import { describe, expect, it } from 'vitest';
import { ageText, dayText, monthText, today } from '@/components/look/dates';
import { alike, axisFigure, figure, markFigure } from '@/components/look/figures';
import { changeText, statementText } from '@/components/look/statement';
import { makeToasts } from '@/components/look/toasts';
import { complaints, outcome } from '@/test/gallery/samples';

const now = new Date('2026-11-19T10:00:00Z');

describe('dates', () => {
  it('have the month as a word, and the year where it is not this one', () => {
    expect(dayText('2026-06-03', { now })).toBe('3 Jun');
    expect(dayText('2026-09-08', { now })).toBe('8 Sep');
    expect(dayText('2028-03-31', { now })).toBe('31 Mar 2028');
    expect(monthText('2026-01-01', true)).toBe('Jan 2026');
    expect(today(new Date(2026, 0, 5))).toBe('2026-01-05');
  });

  it.each([
    [0, 'just now'],
    [-3, 'just now'],
    [5, '5 min ago'],
    [120, '2 h ago'],
    [47 * 60, '47 h ago'],
    [48 * 60, '2 days ago'],
    [7 * 1440, '7 days ago'],
  ])('age of %d minutes: %s', (minutes, words) => {
    expect(ageText(new Date(now.getTime() - minutes * 60_000).toISOString(), now)).toBe(words);
  });
});

describe('figures', () => {
  it('stand beside each other with the same decimals', () => {
    expect(alike(4, 3.2)).toEqual(['4.0', '3.2']);
    expect(alike(4, 3.3168)).toEqual(['4.00', '3.32']);
    expect(alike(71, 75)).toEqual(['71', '75']);
    expect(alike(0.0123, 0.01)).toEqual(['0.0123', '0.0100']);
    expect(alike(-4, 3.5)).toEqual(['−4.0', '3.5']);
    expect(alike(12345678, 9876543)).toEqual(['12,345,678', '9,876,543']);
    expect(alike(0)).toEqual(['0']);
  });

  it('have a real minus and their unit', () => {
    expect(figure(-3.2, { unit: 'points' })).toBe('−3.2 points');
    expect(figure(71, { unit: '%' })).toBe('71 %');
    expect(figure(5, { unit: '' })).toBe('5');
  });

  it('at an axis have the decimals of its step, and at a mark at least those', () => {
    expect([axisFigure(4, 0.5), axisFigure(3, 1), axisFigure(45_000_000, 5_000_000), axisFigure(0, 1e-8), axisFigure(2e-8, 1e-8)]).toEqual([
      '4.0',
      '3',
      '45M',
      '0',
      '2E−8',
    ]);
    expect([markFigure(4, 0.5), markFigure(3.16, 0.5), markFigure(71.44, 1)]).toEqual(['4.0', '3.16', '71.4']);
  });
});

describe('a statement', () => {
  const say = (changes: Partial<typeof outcome>, unit = complaints.unit, name = complaints.name) =>
    Object.values(statementText({ ...outcome, ...changes }, { name, unit }, { unitName: 'Field operations' })).join(' ');

  it('always shows the computed level beside a relative change', () => {
    expect(say({})).toBe('Reduce damaged-package complaints in Field operations by 20 % (4.0 → 3.2 per 1,000 parcels) by 31 Mar 2027');
  });

  it('speaks each kind of change', () => {
    expect(
      say(
        { direction: 'increase', change: { kind: 'points', amount: 4 }, baseline: { value: 71, from: '', to: '' } },
        '%',
        'First-contact resolution',
      ),
    ).toBe('Raise first-contact resolution in Field operations by 4 points (71 → 75 %) by 31 Mar 2027');
    expect(say({ change: { kind: 'points', amount: 1 } }, '%')).toContain('by 1 point (');
    expect(say({ change: { kind: 'absolute', amount: 2 }, baseline: { value: 14, from: '', to: '' } }, 'days')).toContain(
      'by 2 days (14 → 12 days)',
    );
    expect(say({ change: { kind: 'level', amount: 1.8 } }, 'per 200,000 h')).toContain('to 1.8 per 200,000 h (from 4 per 200,000 h)');
    expect(say({ direction: 'maintain', change: { kind: 'level', amount: 95 }, baseline: undefined }, '%')).toContain(
      'Maintain damaged-package complaints in Field operations at 95 %',
    );
  });

  it('keeps capitals of abbreviations, prefers the narrower place, and says that a target is missing', () => {
    expect(say({ scope: 'Depot North' }, '%', 'CSAT')).toMatch(/^Reduce CSAT in Depot North/);
    expect(say({ change: undefined, dueDate: undefined })).toBe('Reduce damaged-package complaints in Field operations (no target yet)');
    expect(changeText({ ...outcome, change: undefined }, complaints)).toBeNull();
  });
});

describe('toasts', () => {
  it('keep their undo until they are dropped, and are three at most', () => {
    const toasts = makeToasts();
    for (const text of ['a', 'b', 'c', 'd']) toasts.say(text, () => undefined);
    expect(toasts.list.value.map((toast) => toast.text)).toEqual(['b', 'c', 'd']);
    toasts.drop(toasts.list.value[0]!.key);
    expect(toasts.list.value.map((toast) => toast.text)).toEqual(['c', 'd']);
  });
});
