import { dayText } from '@/components/look/dates';
import { figure } from '@/components/look/figures';
import { t, tn } from '@/components/look/words';
import type { Plot } from './plot';
import { periodText } from './periods';
import type { TrendProps } from './Trend';

/** What the picture shows, in sentences: name, span, launches, baseline, latest, target, what is missing or not complete. */
export function describe({ series, baseline, target }: TrendProps, plot: Plot): string {
  const { metric } = series;
  const complete = plot.places.flatMap(({ point }) => (point && !point.partial ? [point] : []));
  const latest = complete.at(-1);
  const [first, last] = [plot.places[0], plot.places.at(-1)];
  const missing = plot.places.filter((place) => !place.point).length;
  return [
    first &&
      last &&
      t(
        'trend_span',
        metric.name,
        t(`cadence_${metric.cadence}`),
        periodText(first.period, metric.cadence),
        periodText(last.period, metric.cadence),
      ),
    baseline && t('trend_baselineSays', figure(baseline.value, metric)),
    ...plot.launches.map((launch) => t('trend_launchSays', dayText(launch.date, { year: true }))),
    latest && t('trend_latestSays', figure(latest.v, metric), periodText(latest.period, metric.cadence)),
    target && t('trend_targetSays', figure(target.level, metric)),
    missing > 0 && tn('trend_missingSays', missing),
    plot.partials.length > 0 && t('trend_partialSays'),
  ]
    .filter((sentence) => typeof sentence === 'string')
    .join(' ');
}
