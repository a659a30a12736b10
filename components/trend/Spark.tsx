import { unpacked } from '@/lib/messaging/points';
import { layOut } from './plot';
import type { TrendProps } from './Trend';

const margin = { left: 2, right: 4 };

/** The trend in a row, 104 × 26: the words beside it say what it shows, so it is hidden from assistive tech. */
export function Spark({ series, launches, target }: Pick<TrendProps, 'series' | 'launches' | 'target'>) {
  const plot = layOut({
    points: unpacked(series.points),
    cadence: series.metric.cadence,
    launches: launches.map((launch) => launch.date),
    target: target?.level,
    width: 104,
    height: 26,
    margin,
    bare: true,
  });
  if (!plot) return null;
  const { box, latest } = plot;
  return (
    <svg width="104" height="26" viewBox="0 0 104 26" aria-hidden="true" focusable="false">
      {plot.target && (
        <path
          className="c-target"
          strokeWidth="1"
          strokeDasharray="4 2 1 2"
          d={`M${plot.target.left} ${plot.target.y}H${plot.target.right}`}
        />
      )}
      {plot.launches.map(({ date, x }) => (
        <g key={date}>
          <path className="c-launch" d={`M${x} ${box.top - 2}V${box.bottom + 2}`} />
          <path className="c-pennant" d={`M${x} ${box.top - 2}h5l-1.5 2 1.5 2h-5Z`} />
        </g>
      ))}
      <path className="c-series c-thin" d={plot.linePath} />
      {latest && <circle className="c-dot" cx={latest.x} cy={latest.y} r="2" />}
    </svg>
  );
}
