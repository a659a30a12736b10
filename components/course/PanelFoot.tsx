import { Check, EyeOff, FlaskConical, Monitor, RefreshCw, Table2 } from 'lucide-react';
import { ageText } from '@/components/look/dates';
import { Icon } from '@/components/look/Icon';
import { t } from '@/components/look/words';
import type { CourseView, SeriesView } from '@/lib/messaging/views';

/** `Superset, seen 2 h ago by you`: where figures are from, how old they are, and whose view they are. */
export function sourceText({ source, refreshing, points }: SeriesView): string {
  const name = source.kind === 'typed' ? t('source_typedName') : source.name;
  if (source.seenAt === undefined) return points.v.length > 0 ? name : source.kind === 'typed' ? t('trend_none') : t('source_never', name);
  const age = ageText(source.seenAt);
  const by = source.reader ?? t('source_you');
  return refreshing
    ? t('source_refreshing', name, age, by)
    : t(source.kind === 'typed' ? 'source_typedSeen' : 'source_seen', name, age, by);
}

/** Source and age, where changes are kept, and who sees this. */
export function PanelFoot({ view, onRefresh }: { view: CourseView; onRefresh: (metricId: string) => void }) {
  const lone = view.tags.length === 1 ? view.tags[0]?.series : undefined;
  const { waiting, shared } = view.store;
  return (
    <div className="panel-foot">
      {lone && (
        <span className="with-icon">
          <Icon of={Table2} size={14} />
          {sourceText(lone)}
        </span>
      )}
      {lone && lone.source.kind !== 'typed' && !lone.refreshing && (
        <button
          className="foot-act no-print"
          type="button"
          aria-label={t('source_refresh')}
          title={t('source_refresh')}
          onClick={() => onRefresh(lone.metric.id)}
        >
          <Icon of={RefreshCw} size={14} />
        </button>
      )}
      {view.known && (
        <span className="with-icon">
          <Icon of={shared && waiting === 0 ? Check : Monitor} size={14} />
          {!shared ? t('store_device') : waiting === 0 ? t('store_shared') : t('store_waiting')}
        </span>
      )}
      {view.sample && (
        <span className="with-icon">
          <Icon of={FlaskConical} size={14} />
          {t('sample_data')}
        </span>
      )}
      <span className="with-icon push">
        <Icon of={EyeOff} size={14} />
        {t('learners_nothing')}
      </span>
    </div>
  );
}
