import { useId, useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { dayText } from '@/components/look/dates';
import { axisFigure, figure, markFigure } from '@/components/look/figures';
import { t, tn } from '@/components/look/words';
import { unpacked, type Point } from '@/lib/messaging/points';
import type { SeriesView } from '@/lib/messaging/views';
import type { Launch } from '@/lib/model/schema/course';
import type { Baseline } from '@/lib/model/schema/outcome';
import type { LocalDate } from '@/lib/model/schema/scalars';
import './chart.css';
import { describe } from './describe';
import { Figures } from './Figures';
import { Keys } from './Keys';
import { textWidth } from './labels';
import { periodText } from './periods';
import { layOut, ruleStep, rulesOf, type Plot } from './plot';
import { TrendPlot } from './TrendPlot';
import { useWidth } from './width';

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
  return props.series.points.v.length === 0 ? <p className="chart-note">{t('trend_none')}</p> : <Drawn {...props} />;
}

function Drawn(props: TrendProps) {
  const { series, launches, baseline, target, full = false } = props;
  const { metric } = series;
  const points = unpacked(series.points);
  const [ref, measured] = useWidth<HTMLElement>(468);
  const [reading, setReading] = useState<number | null>(null);
  const [table, setTable] = useState(false);
  const tableId = useId();
  const width = Math.max(200, Math.round(props.width ?? measured));
  const height = props.height ?? (width < 440 ? 150 : 168);

  const level = target?.level;
  const plot = useMemo(
    () =>
      layOut({
        points,
        cadence: metric.cadence,
        launches: launches.map((launch) => launch.date),
        baseline,
        target: level,
        width,
        height,
        margin: marginsOf(points, baseline, level, width),
      }),
    [points, metric, launches, baseline, level, width, height],
  );
  if (!plot) return null;

  const at = reading === null ? null : Math.min(reading, plot.places.length - 1);
  const onKey = (event: KeyboardEvent) => {
    const last = plot.places.length - 1;
    const from = at ?? last + 1;
    const to =
      event.key === 'ArrowLeft'
        ? Math.max(0, from - 1)
        : event.key === 'ArrowRight'
          ? Math.min(last, (at ?? -1) + 1)
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? last
              : event.key === 'Escape' && at !== null
                ? null
                : undefined;
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setReading(to);
  };
  const onPointer = (event: PointerEvent<HTMLElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    setReading(nearest(plot, x));
  };

  return (
    <figure className="chart" ref={ref}>
      <Reading plot={plot} at={at} series={series} launches={launches} />
      {/* Keys are read here, so the keyboard must reach it: role application hands them on; the picture inside has its own summary */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        className="chart-plot"
        role="application"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={t('trend_keys')}
        onKeyDown={onKey}
        onPointerMove={onPointer}
        onPointerLeave={() => setReading(null)}
        onBlur={() => setReading(null)}
      >
        <TrendPlot
          plot={plot}
          width={width}
          height={height}
          summary={describe(props, plot)}
          reading={at}
          full={full}
          launches={launches}
          baseline={baseline}
          target={target}
        />
      </div>
      {full && <Keys plot={plot} />}
      <figcaption className="chart-note">
        <span>{countsText(plot, metric.cadence)}</span>
        {plot.outside.map((date) => (
          <span key={date}>{t('trend_outside', dayText(date, { year: true }))}</span>
        ))}
        <button className="link no-print" type="button" aria-expanded={table} aria-controls={tableId} onClick={() => setTable(!table)}>
          {t('figures')}
        </button>
      </figcaption>
      {table && <Figures id={tableId} plot={plot} series={series} launches={launches} />}
    </figure>
  );
}

/** One line that is always there: unit and cadence, or the point that is being read. Only the latter is announced. */
function Reading({ plot, at, series, launches }: { plot: Plot; at: number | null } & Pick<TrendProps, 'series' | 'launches'>) {
  const { metric } = series;
  const place = at === null ? undefined : plot.places[at];
  const next = at === null ? undefined : plot.places[at + 1];
  const launched = place && launches.find((launch) => launch.date >= place.period && (!next || launch.date < next.period));
  return (
    <div className="chart-reading">
      {place === undefined && <span>{t('trend_unit', metric.unit || metric.name, t(`cadence_${metric.cadence}`))}</span>}
      <output>
        {place && (
          <>
            <b>
              {t('reading', periodText(place.period, metric.cadence), place.point ? figure(place.point.v, metric) : t('figures_missing'))}
            </b>
            {place.point?.partial && ` ${t('reading_partial')}`}
            {launched && ` ${t('trend_launch', dayText(launched.date))}`}
          </>
        )}
      </output>
    </div>
  );
}

/** How much there is before and since the first launch; without a launch, how much there is. */
function countsText(plot: Plot, cadence: TrendProps['series']['metric']['cadence']): string {
  const launch = plot.launches[0]?.date;
  const present = plot.places.filter((place) => place.point && !place.point.partial);
  if (launch === undefined) return tn(`count_${cadence}`, present.length);
  const before = present.filter((place) => place.period < launch).length;
  return t('trend_counts', tn(`count_${cadence}`, before), present.length - before);
}

function nearest(plot: Plot, x: number): number {
  let best = 0;
  for (const [i, place] of plot.places.entries()) if (Math.abs(place.x - x) < Math.abs((plot.places[best]?.x ?? 0) - x)) best = i;
  return best;
}

/** Room for the longest figure at the left and the longest label at the right. */
function marginsOf(
  points: readonly Point[],
  baseline: Baseline | undefined,
  level: number | undefined,
  width: number,
): { left: number; right: number } {
  const rules = rulesOf([...points.map((point) => point.v), ...[level, baseline?.value].filter((v) => v !== undefined)]);
  const figures = rules.map((v) => textWidth(axisFigure(v, ruleStep(rules))));
  const latest = points.findLast((point) => !point.partial);
  const ends = [
    latest && textWidth(t(width < 420 ? 'trend_now' : 'trend_latest', markFigure(latest.v, ruleStep(rules)))) * 1.05,
    level !== undefined && textWidth(t('trend_target', markFigure(level, ruleStep(rules)))),
  ].filter((n) => typeof n === 'number');
  return { left: Math.max(22, ...figures) + 8, right: Math.min(width * 0.4, Math.max(8, ...ends) + 8) };
}
