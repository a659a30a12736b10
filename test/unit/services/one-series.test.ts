import { expect, test } from 'vitest';
import type { Caller } from '@/lib/messaging/caller';
import { packed, unpacked } from '@/lib/messaging/points';
import { handle } from '@/lib/services/calls';
import { oneSeries } from '@/lib/services/one-series';
import { valuesType } from '@/lib/services/readings';
import { add, freshProfile, newWrite } from './fresh';
import { metricSet } from '../store/fresh';

test('gives the values of one metric as they were typed in', async () => {
  const { ws } = await freshProfile();
  await ws.write(newWrite(), [add('metric', 'metric-1', metricSet)], {});
  expect((await oneSeries(ws, { metricId: 'metric-1' })).points).toEqual(packed([]));
  await valuesType(ws, { write: newWrite(), metricId: 'metric-1', values: [{ period: '2026-10-07', v: 3.5 }] });
  const view = await oneSeries(ws, { metricId: 'metric-1' });
  expect(unpacked(view.points)).toEqual([{ period: '2026-10-05', v: 3.5 }]);
  expect(view.metric.id).toBe('metric-1');
});

test('a metric that is not there is refused by its name', async () => {
  const { ws } = await freshProfile();
  await expect(oneSeries(ws, { metricId: 'nothing' })).rejects.toMatchObject({ code: 'notFound' });
});

test('the table of calls leads to it', async () => {
  const caller: Caller = { from: 'own', url: 'chrome-extension://x/admin.html' };
  await expect(handle('own/series', { metricId: 'nothing' }, caller)).rejects.toMatchObject({ code: 'notFound' });
});
