import { useId } from 'react';
import { dayText, monthText } from '@/components/look/dates';
import { axisFigure, markFigure } from '@/components/look/figures';
import { t } from '@/components/look/words';
import type { LocalDate } from '@/lib/model/schema/scalars';
import { beside, spread, textWidth } from './labels';
import type { Plot } from './plot';
import { dateOf } from '@/lib/model/rules/days';
import type { TimeTick } from './ticks';
import type { TrendProps } from './Trend';

type Props = { plot: Plot; width: number; height: number; summary: string; reading: number | null; full: boolean } & Pick<
  TrendProps,
  'launches' | 'baseline' | 'target'
>;

/** The picture itself, back to front as the table of layers says (mockups: NOTES §4). */
export function TrendPlot({ plot, width, height, summary, reading, full, launches, baseline, target }: Props) {
  const title = useId();
  const { box } = plot;
  const named = baselineLabel(plot, baseline, full);
  const read = reading === null ? undefined : plot.places[reading];
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={title}>
      <title id={title}>{summary}</title>
      <Rules plot={plot} />
      {plot.baseline && (
        <>
          <path className="c-centre" d={`M${plot.baseline.left} ${plot.baseline.y}H${plot.baseline.right}`} />
          <path className="c-bracket" d={`M${plot.baseline.left} ${box.top - 2}v-4H${plot.baseline.right}v4`} />
          {named && (
            <text x={named.x} y={box.top - 12} textAnchor="middle">
              {named.text}
            </text>
          )}
        </>
      )}
      <Launches plot={plot} launches={launches} from={named ? named.end + 4 : 0} width={width} full={full} />
      {plot.target && (
        <>
          <path className="c-target" d={`M${plot.target.left} ${plot.target.y}H${plot.target.right}`} />
          <path className="c-target-cap" d={`M${plot.target.right} ${plot.target.y - 4}v8`} />
        </>
      )}
      {read && <path className="c-reader" d={`M${read.x} ${box.top}V${box.bottom}`} />}
      <path className={plot.dense ? 'c-series c-thin' : 'c-series'} d={plot.linePath} />
      <path className="c-dot" d={plot.dotsPath} />
      {plot.partials.map(({ x, y, from }) => (
        <g key={x}>
          {from && <path className="c-stub" d={`M${from.x} ${from.y}L${x} ${y}`} />}
          <circle className="c-hollow" cx={x} cy={y} r="3" />
        </g>
      ))}
      {read?.y !== undefined && <circle className={read.point?.partial ? 'c-hollow' : 'c-read'} cx={read.x} cy={read.y} r="4" />}
      <path className="c-missing" d={plot.missingPath} />
      <EndLabels plot={plot} width={width} target={target} />
    </svg>
  );
}

function Rules({ plot: { box, rules, step, times } }: { plot: Plot }) {
  const labels = labelled(times, box.right + 40);
  return (
    <>
      {rules.map(({ value, y }) => (
        <g key={value}>
          <path className="c-grid" d={`M${box.left} ${y}H${box.right}`} />
          <text x={box.left - 6} y={y + 4} textAnchor="end">
            {axisFigure(value, step)}
          </text>
        </g>
      ))}
      <path className="c-axis" d={`M${box.left} ${box.bottom}H${box.right}`} />
      {times.map((tick, i) => (
        <g key={tick.day}>
          <path className="c-axis" d={`M${tick.x} ${box.bottom}v4`} />
          {labels[i] !== null && (
            <text x={tick.x} y={box.bottom + 15}>
              {labels[i]}
            </text>
          )}
        </g>
      ))}
    </>
  );
}

/** The texts of the ticks; null where the one before leaves no room, or the end does not. */
function labelled(times: Plot['times'], end: number): (string | null)[] {
  let taken = -Infinity;
  return times.map((tick) => {
    const text = tickText(tick);
    if (tick.x < taken || tick.x + textWidth(text) > end) return null;
    taken = tick.x + textWidth(text) + 6;
    return text;
  });
}

function tickText({ day, kind }: TimeTick): string {
  const date = dateOf(day);
  if (kind === 'day') return dayText(date, { year: false });
  return kind === 'year' ? date.slice(0, 4) : monthText(date, kind === 'monthYear');
}

function baselineLabel(plot: Plot, baseline: TrendProps['baseline'], full: boolean): { text: string; x: number; end: number } | null {
  if (!plot.baseline || !baseline) return null;
  const { left, right } = plot.baseline;
  const level = markFigure(baseline.value, plot.step);
  const texts = [
    ...(full ? [t('trend_baselineDated', level, dayText(baseline.from), dayText(baseline.to))] : []),
    t('trend_baseline', level),
  ];
  const text = texts.find((words) => textWidth(words) <= right - left + 8);
  const x = (left + right) / 2;
  return text === undefined ? null : { text, x, end: x + textWidth(text) / 2 };
}

function Launches({
  plot,
  launches,
  from,
  width,
  full,
}: { plot: Plot; from: number; width: number; full: boolean } & Pick<TrendProps, 'launches'>) {
  const { box } = plot;
  const audience = (date: LocalDate) => launches.filter((launch) => launch.date === date).flatMap((launch) => launch.audience || []);
  const labels = beside(
    plot.launches.map(({ date, x }) => {
      const day = dayText(date);
      const named = full && audience(date).length > 0 ? [t('trend_launchFor', day, audience(date).join(', '))] : [];
      return { x, texts: [...named, t('trend_launch', day), day] };
    }),
    from,
    width,
    12,
  );
  return plot.launches.map(({ date, x }, i) => {
    const label = labels[i];
    return (
      <g key={date}>
        <path className="c-launch" d={`M${x} ${box.top - 18}V${box.bottom}`} />
        <path className="c-pennant" d={`M${x} ${box.top - 18}h8l-2.5 3.5 2.5 3.5h-8Z`} />
        {label && (
          <text className="t-strong" x={label.x} y={box.top - 10.5} textAnchor={label.anchor}>
            {label.text}
          </text>
        )}
      </g>
    );
  });
}

function EndLabels({ plot, width, target }: { plot: Plot; width: number } & Pick<TrendProps, 'target'>) {
  const { box, latest } = plot;
  const labels = [
    ...(latest
      ? [
          {
            key: 'latest',
            y: latest.y,
            className: 't-series',
            text: t(width < 420 ? 'trend_now' : 'trend_latest', markFigure(latest.v, plot.step)),
          },
        ]
      : []),
    ...(plot.target && target
      ? [{ key: 'target', y: plot.target.y, className: 't-target', text: t('trend_target', markFigure(target.level, plot.step)) }]
      : []),
  ];
  const ys = spread(
    labels.map((label) => label.y),
    13,
    box.top,
    box.bottom,
  );
  return labels.map((label, i) => (
    <text key={label.key} className={label.className} x={box.right + 8} y={(ys[i] ?? 0) + 4}>
      {label.text}
    </text>
  ));
}
