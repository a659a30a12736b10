import { Plus, Search } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { Icon } from '@/components/look/Icon';
import { t, tn } from '@/components/look/words';
import type { ChartView } from '@/lib/messaging/views';
import type { Metric } from '@/lib/model/schema/metric';
import type { ChartState } from './state';

const shownAtMost = 8;

/** Which KPI the chart shows: candidates with the same name first, any other by search, or a new one. */
export function KpiChoice(props: { state: ChartState; view: ChartView; chosen: string; onChoose: (id: string, metric?: Metric) => void }) {
  const { state, view, chosen, onChoose } = props;
  const name = useId();
  const [words, setWords] = useState('');
  const [found, setFound] = useState<Metric[] | null>(null);
  const newest = useRef(0);
  const search = async (text: string) => {
    setWords(text);
    const mine = (newest.current += 1);
    if (text.trim() === '') return setFound(null);
    const metrics = await state.findMetrics(text.trim()).catch(() => []);
    if (mine === newest.current) setFound(metrics);
  };
  const options = found
    ? found.map((metric) => ({
        id: metric.id,
        name: metric.name,
        about: aboutOf(metric.unit, t(`cadence_${metric.cadence}`)),
        same: false,
        metric,
      }))
    : view.candidates.map(({ id, name: kpi, unit, ownerName, sameName }) => ({
        id,
        name: kpi,
        about: aboutOf(unit, ownerName),
        same: sameName,
        metric: undefined,
      }));
  const shown = options.slice(0, shownAtMost);
  return (
    <>
      <div className="search-field">
        <Icon of={Search} />
        <input
          className="input"
          type="search"
          aria-label={t('link_search')}
          placeholder={t('link_search')}
          value={words}
          onChange={(event) => void search(event.target.value)}
        />
      </div>
      <output className="visually-hidden">{found === null ? '' : tn('link_found', found.length)}</output>
      <div className="drawer-kpis" role="radiogroup" aria-label={t('link_which')}>
        {shown.map((option) => (
          <label className="drawer-kpi" key={option.id}>
            <input type="radio" name={name} checked={option.id === chosen} onChange={() => onChoose(option.id, option.metric)} />
            <span>
              {option.name}
              <span className="muted small drawer-block">{option.about}</span>
            </span>
            {option.same ? <span className="tag">{t('link_sameName')}</span> : null}
          </label>
        ))}
        {found !== null && found.length === 0 ? <p className="muted small">{t('link_noneFound')}</p> : null}
        {options.length > shownAtMost ? <p className="muted small">{t('link_narrow')}</p> : null}
        <label className="drawer-kpi">
          <input type="radio" name={name} checked={chosen === 'new'} onChange={() => onChoose('new')} />
          <span className="with-icon">
            <Icon of={Plus} size={14} />
            {t('link_new')}
          </span>
        </label>
      </div>
    </>
  );
}

const aboutOf = (...parts: (string | undefined)[]): string => parts.filter(Boolean).join(', ');
