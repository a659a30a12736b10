import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { ChartPanel } from '@/components/chart/ChartPanel';
import type { ChartView } from '@/lib/messaging/views';
import type { FakeLine } from '../../support/fake-line';
import { at } from './samples';

beforeEach(() => {
  document.documentElement.lang = 'en';
  document.title = 'Throughline';
});
afterEach(cleanup);

export const onClose = vi.fn();
/** Opens the panel of a tile that is not linked yet. */
export async function open(view: ChartView, line: FakeLine): Promise<FakeLine> {
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
export const send = () => screen.getByRole('button', { name: 'Link chart' });
export const ready = () => waitFor(() => expect(send().getAttribute('aria-disabled')).toBe('false'));
