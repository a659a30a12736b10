import { Dialog } from '@/components/look/Dialog';
import { t } from '@/components/look/words';
import { aggregationOf, changesOf, draftOf, emptyDraft, fieldsOf, namesOf } from '@/components/metric/draft';
import { MetricForm } from '@/components/metric/MetricForm';
import type { Metric } from '@/lib/model/schema/metric';
import { hostOf } from './places';
import type { Shelf } from './rows';
import type { AdminState } from './state';

type Part = { state: AdminState; shelf: Shelf; onClose: () => void };

/** A KPI of the catalogue. */
export function MetricDialog({ state, shelf, metric, onClose }: Part & { metric: Metric }) {
  const names = { ownerName: shelf.actorName(metric.owner), unitName: shelf.unitName(metric.businessUnit) };
  return (
    <Dialog title={t('metric_edit')} onClose={onClose}>
      <MetricForm
        draft={draftOf(metric, names)}
        {...knownOf(shelf)}
        source={sourceOf(metric)}
        hint={t('metric_agreedHint')}
        saveWords={t('save')}
        onSave={async (draft) => {
          const changes = changesOf(draft, metric, names);
          return changes === null ? { ok: true } : state.changeMetric({ id: metric.id, ...changes });
        }}
        onClose={onClose}
      />
    </Dialog>
  );
}

/** A KPI that nobody has used yet. Its values are typed in until a chart is linked to it. */
export function NewMetric({ state, shelf, onClose }: Part) {
  return (
    <Dialog title={t('metric_new')} onClose={onClose}>
      <MetricForm
        draft={emptyDraft()}
        {...knownOf(shelf)}
        source={t('metric_sourceTyped')}
        hint={t('metric_newHint')}
        saveWords={t('metric_add')}
        onSave={(draft) => {
          const { shared, ...fields } = fieldsOf(draft);
          return state.addMetric({
            metric: { ...fields, aggregation: aggregationOf[fields.kind], source: { kind: 'typed' } },
            shared,
            ...namesOf(draft),
          });
        }}
        onClose={onClose}
      />
    </Dialog>
  );
}

/** Positions, not people: who follows somebody in a position keeps what was agreed. */
const knownOf = ({ actors, units }: Shelf) => ({
  positions: actors.filter(({ kind }) => kind === 'position').map(({ name }) => name),
  units: units.map(({ name }) => name),
});

function sourceOf({ source }: Metric): string {
  if (source.kind === 'typed') return t('metric_sourceTyped');
  return t('metric_sourceChart', source.chartTitle || t('chart_untitled'), hostOf(source.site), source.column);
}
