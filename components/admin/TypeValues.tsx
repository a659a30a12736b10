import { useEffect, useState } from 'react';
import { ValuesDialog } from '@/components/course/ValuesDialog';
import type { SeriesView } from '@/lib/messaging/views';
import type { AdminState } from './state';

/** The same grid as on the course page, for a KPI of the catalogue. */
export function TypeValues({ state, metricId, onClose }: { state: AdminState; metricId: string; onClose: () => void }) {
  const [series, setSeries] = useState<SeriesView | null>(null);
  useEffect(() => {
    let here = true;
    void state.series(metricId).then((found) => {
      if (!here) return;
      if (found) setSeries(found);
      else onClose();
    });
    return () => {
      here = false;
    };
  }, [state, metricId, onClose]);
  return series && <ValuesDialog state={state} series={series} onClose={onClose} />;
}
