import { useSignals } from '@preact/signals-react/runtime';
import { Flag, Table2 } from 'lucide-react';
import { useChunk } from '@/components/look/chunk';
import { dayText } from '@/components/look/dates';
import { Icon } from '@/components/look/Icon';
import { t } from '@/components/look/words';
import type { CourseView, TagView } from '@/lib/messaging/views';
import { targetLevel } from '@/lib/model/rules/target';
import { trendChunk } from './chunks';
import { Levels } from './Levels';
import type { CourseState } from './state';

/** Height that the trend takes, kept free until it is drawn: nothing moves under the reader. */
const trendHeight = 204;

/** Levels and trend; where a launch or figures are missing, the one act that brings them. */
export function Evidence({ state, view, tag, later }: { state: CourseState; view: CourseView; tag: TagView; later: boolean }) {
  useSignals();
  const { series, outcome, launches } = tag;
  const has = series.points.v.length > 0;
  const trend = useChunk(trendChunk, later && has);
  if (!has) return <NoFigures state={state} tag={tag} />;
  const level = targetLevel(outcome);
  return (
    <>
      {launches.length > 0 ? <Levels tag={tag} /> : <NoLaunch state={state} view={view} />}
      {trend.module && later ? (
        <trend.module.Trend
          series={series}
          launches={launches}
          baseline={outcome.baseline}
          target={level === null ? undefined : { level, dueDate: outcome.dueDate }}
        />
      ) : (
        <div className="chart-room" style={{ height: trendHeight }}>
          {trend.lost && <p className="hint">{t('refusalHint_extensionGone')}</p>}
        </div>
      )}
    </>
  );
}

function NoLaunch({ state, view }: { state: CourseState; view: CourseView }) {
  const hint = view.launchHint;
  return (
    <div className="outcome-words">
      <p>{t('launch_missing')}</p>
      <div className="actions">
        {hint !== undefined && (
          <button className="btn" type="button" onClick={() => void state.setLaunch({ date: hint })}>
            <Icon of={Flag} size={14} />
            {t('launch_useHint', dayText(hint, { year: true }))}
          </button>
        )}
        <button className="btn" type="button" onClick={() => state.openDialog({ kind: 'launches' })}>
          {hint === undefined && <Icon of={Flag} size={14} />}
          {hint === undefined ? t('launch_set') : t('launch_other')}
        </button>
      </div>
    </div>
  );
}

function NoFigures({ state, tag }: { state: CourseState; tag: TagView }) {
  const { metric } = tag.series;
  const typed = metric.source.kind === 'typed';
  return (
    <div className="outcome-wide outcome-words">
      <p>{typed ? t('figures_noneTyped', metric.name) : t('figures_noneRead', metric.name, tag.series.source.name)}</p>
      {typed && (
        <div className="actions">
          <button className="btn" type="button" onClick={() => state.openDialog({ kind: 'values', metricId: metric.id })}>
            <Icon of={Table2} size={14} />
            {t('values_title')}
          </button>
        </div>
      )}
    </div>
  );
}
