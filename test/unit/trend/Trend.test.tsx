// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { Trend } from '@/components/trend/Trend';
import { packed } from '@/lib/messaging/points';
import { baseline, complaints, launch, series, weekly } from '@/test/gallery/samples';

afterEach(cleanup);
const draw = (changes: Partial<Parameters<typeof Trend>[0]> = {}) =>
  render(<Trend series={series} launches={[launch]} baseline={baseline} target={{ level: 3.2 }} {...changes} />);
const chart = () => screen.getByRole('application');
const reading = () => screen.getByRole('status').textContent;

describe('the trend', () => {
  it('says in its summary what it shows', () => {
    draw();
    const summary = screen.getByRole('img').textContent ?? '';
    for (const part of [
      'Damaged-package complaints, weekly',
      'Baseline 4',
      'Launch on 3 Jun 2026',
      'Target 3.2 per 1,000 parcels',
      '1 period is missing',
      'not complete',
    ])
      expect(summary).toContain(part);
  });

  it('is read period by period with the arrow keys, in a line of text', () => {
    draw();
    expect(reading()).toBe('');
    fireEvent.keyDown(chart(), { key: 'ArrowLeft' });
    expect(reading()).toBe('Week of 16 Nov 2026: 3.35 per 1,000 parcels not complete');
    fireEvent.keyDown(chart(), { key: 'Home' });
    expect(reading()).toBe('Week of 15 Dec 2025: 4.1 per 1,000 parcels');
    for (let i = 0; i < 35; i++) fireEvent.keyDown(chart(), { key: 'ArrowRight' });
    expect(reading()).toBe('Week of 17 Aug 2026: no value');
    fireEvent.keyDown(chart(), { key: 'Escape' });
    expect(reading()).toBe('');
  });

  it('names the launch in the period that holds it', () => {
    draw();
    fireEvent.keyDown(chart(), { key: 'Home' });
    for (let i = 0; i < 24; i++) fireEvent.keyDown(chart(), { key: 'ArrowRight' });
    expect(reading()).toMatch(/^Week of 1 Jun 2026: .* Launch 3 Jun$/);
  });

  it('opens the same data as a table: every point, every missing period, newest first', () => {
    draw();
    expect(screen.queryByRole('table')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Figures' }));
    const rows = within(screen.getByRole('table')).getAllByRole('row').slice(1);
    expect(rows).toHaveLength(series.points.v.length + 1);
    const cells = rows.map((row) => within(row).getAllByRole('cell'));
    expect(cells.filter(([value]) => value?.textContent !== 'no value').map(([value]) => Number(value?.title))).toEqual(
      series.points.v.toReversed(),
    );
    expect(cells[0]?.[1]?.textContent).toBe('not complete');
  });

  it('says that there are no figures, without an empty picture', () => {
    draw({ series: { ...series, points: packed([]) } });
    expect(screen.queryByRole('img')).toBeNull();
    expect(screen.getByText('No figures yet.')).toBeTruthy();
  });

  it('draws when the figures come later, and keeps reading a series that became shorter', () => {
    const { rerender } = draw({ series: { ...series, points: packed([]) } });
    rerender(<Trend series={series} launches={[]} />);
    fireEvent.keyDown(chart(), { key: 'End' });
    rerender(<Trend series={{ ...series, points: packed(weekly(2, '2026-05-04')) }} launches={[]} />);
    expect(reading()).toMatch(/^Week of 11 May 2026/);
  });

  it('keeps time from left to right where text runs the other way', () => {
    document.documentElement.dir = 'rtl';
    draw({ series: { ...series, metric: complaints } });
    fireEvent.keyDown(chart(), { key: 'ArrowRight' });
    expect(reading()).toMatch(/^Week of 15 Dec 2025/);
    document.documentElement.dir = 'ltr';
  });
});
