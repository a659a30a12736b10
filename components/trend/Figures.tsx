import { figure } from '@/components/look/figures';
import { t } from '@/components/look/words';
import { next } from '@/lib/model/rules/periods';
import type { LocalDate } from '@/lib/model/schema/scalars';
import { periodText } from './periods';
import type { Plot } from './plot';
import type { TrendProps } from './Trend';

/** The same data as a table, newest first; missing periods have their row too. */
export function Figures({ id, plot, series, launches }: { id: string; plot: Plot } & Pick<TrendProps, 'series' | 'launches'>) {
  const { metric } = series;
  const launchedIn = (period: LocalDate) => {
    const end = next(period, metric.cadence);
    return launches.some((launch) => launch.date >= period && launch.date < end);
  };
  const zero = plot.places.every(({ point }) => point === undefined || point.v >= 0);
  return (
    // A part that scrolls must be reachable by keys, also where the browser does not see to it
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="scroll-table" id={id} aria-label={t('figures_of', metric.name)} tabIndex={0}>
      <table className="table">
        <caption>{zero ? t('figures_scale') : t('figures_scaleSigned')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('figures_period')}</th>
            <th scope="col" className="num">
              {metric.unit || t('figures_value')}
            </th>
            <th scope="col">{t('figures_note')}</th>
          </tr>
        </thead>
        <tbody>
          {plot.places.toReversed().map(({ period, point }) => (
            <tr key={period}>
              <th scope="row">{periodText(period, metric.cadence)}</th>
              <td className="num" title={point && String(point.v)}>
                {point ? figure(point.v, { unit: '' }) : t('figures_missing')}
              </td>
              <td>{[point?.partial && t('reading_partial'), launchedIn(period) && t('reading_launch')].filter(Boolean).join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
