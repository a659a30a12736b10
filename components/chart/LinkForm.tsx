import { useSignals } from '@preact/signals-react/runtime';
import { useEffect, useState, type SubmitEvent } from 'react';
import { BasicFields } from '@/components/metric/BasicFields';
import type { DraftErrors, MetricDraft } from '@/components/metric/draft';
import { OwnerField } from '@/components/metric/PlaceFields';
import { t } from '@/components/look/words';
import type { ChartView } from '@/lib/messaging/views';
import type { Metric } from '@/lib/model/schema/metric';
import { adopts, columnOf, sendable, tableOf, waitsFor, type LinkChoice } from './choice';
import { guessDraft } from './guess';
import { KpiChoice } from './KpiChoice';
import { Read } from './Read';
import type { ChartState } from './state';

/** Links the chart to a KPI. Where a KPI of the same name exists it is chosen already: opening and linking are the two clicks. */
export function LinkForm({ state, view }: { state: ChartState; view: ChartView }) {
  useSignals();
  const reading = state.reading.value;
  const table = tableOf(reading);
  const [choice, setChoice] = useState<LinkChoice>(() => ({ kpi: view.candidates.find((candidate) => candidate.sameName)?.id ?? 'new' }));
  const [kpi, setKpi] = useState<Metric | null>(null);
  /** A KPI whose details cannot be found can be linked all the same; its source stays as it is. */
  const [unknown, setUnknown] = useState<string | null>(null);
  /** What the person typed, over what is guessed from the chart. */
  const [typed, setTyped] = useState<Partial<MetricDraft>>({});
  const [errors, setErrors] = useState<DraftErrors>({});
  const column = columnOf(table, choice.column);
  const draft = { ...guessDraft(view.tile.title, table, column), ...typed };
  const known = kpi?.id === choice.kpi ? kpi : null;
  const waits = unknown === choice.kpi ? null : waitsFor(choice, known, reading);

  useEffect(() => {
    if (choice.kpi === 'new' || kpi?.id === choice.kpi) return undefined;
    const name = view.candidates.find(({ id }) => id === choice.kpi)?.name ?? '';
    let here = true;
    const take = (metric: Metric | undefined) => {
      if (!here) return;
      if (metric) setKpi(metric);
      else setUnknown(choice.kpi);
    };
    state.findMetrics(name).then(
      (metrics) => take(metrics.find(({ id }) => id === choice.kpi)),
      () => take(undefined),
    );
    return () => {
      here = false;
    };
  }, [choice.kpi, kpi, state, view.candidates]);

  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    if (waits !== null || state.linking.value) return;
    const made = sendable(view, reading, choice, known, draft);
    if ('errors' in made) return setErrors(made.errors);
    void state.link(
      made.send,
      choice.kpi === 'new' ? draft.name.trim() : (known?.name ?? view.candidates.find(({ id }) => id === choice.kpi)?.name ?? ''),
    );
  };

  // a chart that cannot be read says so before the fields, which may fill a small panel by themselves
  const failed = reading.at === 'failed';
  const read = (
    <Read
      state={state}
      view={view}
      draft={known ? { ...draft, unit: known.unit } : draft}
      column={column}
      onColumn={(chosen) => setChoice({ ...choice, column: chosen })}
    />
  );

  return (
    <form onSubmit={onSubmit} noValidate>
      {failed ? read : null}
      <div className="section">
        <KpiChoice
          state={state}
          view={view}
          chosen={choice.kpi}
          onChoose={(id, metric) => {
            if (metric) setKpi(metric);
            setChoice({ ...choice, kpi: id, adopt: undefined });
          }}
        />
        {choice.kpi === 'new' ? (
          <div className="form drawer-new">
            <BasicFields draft={draft} errors={errors} onChange={(more) => setTyped({ ...typed, ...more })} />
            <OwnerField name={draft.ownerName} onChange={(ownerName) => setTyped({ ...typed, ownerName })} />
          </div>
        ) : null}
        {known && table ? (
          <Adopt
            kpi={known}
            adopt={adopts(choice, known, table)}
            cadence={table.cadence}
            onAdopt={(adopt) => setChoice({ ...choice, adopt })}
          />
        ) : null}
      </div>
      {failed ? null : read}
      <div className="section drawer-send">
        <div className="actions">
          <button
            className="btn btn-primary"
            type="submit"
            aria-disabled={waits !== null || state.linking.value}
            aria-describedby="link-waits"
          >
            {t('link_do')}
          </button>
          <output className="hint" id="link-waits">
            {waits === null ? '' : t(`linkWaits_${waits}`)}
          </output>
        </div>
        {failed && waits === null ? <p className="hint">{t('link_without')}</p> : null}
      </div>
    </form>
  );
}

/** Whether the KPI's values are read from this chart from now on; a link alone never changes that. */
function Adopt({
  kpi,
  adopt,
  cadence,
  onAdopt,
}: {
  kpi: Metric;
  adopt: boolean;
  cadence: Metric['cadence'] | null;
  onAdopt: (adopt: boolean) => void;
}) {
  const other = cadence !== null && cadence !== kpi.cadence;
  return (
    <>
      <label className="choice">
        <input type="checkbox" checked={adopt} onChange={(event) => onAdopt(event.target.checked)} />
        <span>
          {t('link_adopt')}
          <span className="hint drawer-block">
            {kpi.source.kind === 'typed' ? t('link_adoptTyped') : t('link_adoptOther', kpi.source.chartTitle || t('chart_untitled'))}
          </span>
        </span>
      </label>
      {adopt && other ? <p className="field-warning">{t('link_otherCadence', t(`each_${cadence}`), t(`each_${kpi.cadence}`))}</p> : null}
    </>
  );
}
