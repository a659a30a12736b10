import type { In, Out } from '@/lib/messaging/names';
import { RefusalError } from '@/lib/messaging/refused';
import type { Workspace } from '@/lib/store/workspace';
import { seriesViews } from './readings';
import { keptSeries } from './series';

/** The values of one metric, without a course or a chart around them. */
export async function oneSeries(ws: Workspace, { metricId }: In<'own/series'>): Promise<Out<'own/series'>> {
  const kept = await ws.view(async (at) => {
    const metric = await at.read('metric', metricId);
    return metric && keptSeries(at, metric.plain, ws.me);
  });
  const [view] = kept ? await seriesViews(ws, [kept]) : [];
  if (!view) throw new RefusalError('notFound', 'metric');
  return view;
}
