import { useSignals } from '@preact/signals-react/runtime';
import { useId, useMemo } from 'react';
import { SourceNotice } from '@/components/course/SourceNotice';
import { chunk, useChunk } from '@/components/look/chunk';
import { figure, plainFigure } from '@/components/look/figures';
import { t, tn } from '@/components/look/words';
import type { MetricDraft } from '@/components/metric/draft';
import { periodText } from '@/components/trend/periods';
import { packed } from '@/lib/messaging/points';
import type { ChartView, SeriesView } from '@/lib/messaging/views';
import { failureCodes, type FailureCode, type SourceTable } from '@/lib/metrics/contract';
import type { Metric } from '@/lib/model/schema/metric';
import type { ChartState } from './state';

const trendChunk = chunk(() => import('@/components/trend/Trend'));

type Part = { state: ChartState; view: ChartView; draft: MetricDraft; column: string | undefined; onColumn: (column: string) => void };

/** What the chart gives, as it was just read; or why it could not be read, and what to do. */
export function Read({ state, view, draft, column, onColumn }: Part) {
  useSignals();
  const reading = state.reading.value;
  const metric = standIn(view, draft);
  if (reading.at === 'none') return null;
  return (
    <div className="section">
      <h3>{t('read_title')}</h3>
      {reading.at === 'reading' ? (
        <output className="drawer-reading">
          <span className="muted">{t('read_waiting')}</span>
          <span className="sk sk-chart" />
        </output>
      ) : null}
      {reading.at === 'failed' ? (
        <SourceNotice
          series={failed(view, metric, reading)}
          onRefresh={() => void state.read()}
          onAllow={(site) => void state.allowReading(site)}
        />
      ) : null}
      {reading.at === 'read' ? (
        <>
          <Columns table={reading.table} unit={draft.unit} chosen={column} onColumn={onColumn} cadence={metric.cadence} />
          {column === undefined ? null : <Preview table={reading.table} column={column} metric={metric} view={view} />}
          <p className="hint">{t('read_filters')}</p>
          {reading.table.notes.map((note) => (
            <p className="hint" key={note.code}>
              {tn(`note_${note.code}`, note.count)}
            </p>
          ))}
        </>
      ) : null}
    </div>
  );
}

/** One column is named; of several, the one that holds the value is chosen here. */
function Columns({
  table,
  unit,
  chosen,
  onColumn,
  cadence,
}: {
  table: SourceTable;
  unit: string;
  chosen: string | undefined;
  onColumn: (column: string) => void;
  cadence: Metric['cadence'];
}) {
  const name = useId();
  if (table.valueColumns.length < 2) return null;
  return (
    <fieldset className="drawer-columns">
      <legend className="label-text">{t('read_column')}</legend>
      {table.valueColumns.map((column) => {
        const last = table.series[column]?.at(-1);
        return (
          <label className="choice" key={column}>
            <input type="radio" name={name} checked={column === chosen} onChange={() => onColumn(column)} />
            <span>
              {column}
              {last ? (
                <span className="muted small drawer-block">
                  {t('read_latest', figure(last.v, { unit }), periodText(last.period, cadence))}
                </span>
              ) : null}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

function Preview({ table, column, metric, view }: { table: SourceTable; column: string; metric: Metric; view: ChartView }) {
  const trend = useChunk(trendChunk, true);
  const values = table.series[column];
  const points = useMemo(() => {
    const partial = new Set(table.partial);
    return packed((values ?? []).map(({ period, v }) => (partial.has(period) ? { period, v, partial: true } : { period, v })));
  }, [values, table]);
  const last = values?.at(-1);
  const series: SeriesView = {
    metric,
    points,
    source: { kind: 'superset', name: view.tile.kind, site: view.tile.site, chartTitle: table.title, seenAt: table.at, otherAccounts: 0 },
    refreshing: false,
  };
  return (
    <>
      {points.v.length > 1 ? (
        trend.module ? (
          <trend.module.Trend series={series} launches={[]} height={130} />
        ) : (
          <div className="sk sk-chart" />
        )
      ) : null}
      <dl className="facts">
        <dt>{t('read_columnIs')}</dt>
        <dd>{column}</dd>
        {table.cadence === null ? null : (
          <>
            <dt>{t('figures_period')}</dt>
            <dd>
              {table.cadence === 'week'
                ? t(metric.calendar === 'us' ? 'read_weeksSunday' : 'read_weeksMonday')
                : t(`each_${table.cadence}`)}
            </dd>
          </>
        )}
        {last ? (
          <>
            <dt>{t('read_latestIs')}</dt>
            <dd>{t('read_at', figure(last.v, metric), periodText(last.period, metric.cadence))}</dd>
          </>
        ) : null}
        {table.scale !== 1 && last ? (
          <>
            <dt>{t('read_as')}</dt>
            <dd>{t('read_scaled', plainFigure(last.v / table.scale), figure(last.v, metric))}</dd>
          </>
        ) : null}
      </dl>
    </>
  );
}

/** A metric for drawing what is not linked yet. */
function standIn(view: ChartView, draft: MetricDraft): Metric {
  return {
    id: 'preview',
    name: draft.name || view.tile.title || t('chart_untitled'),
    definition: '',
    kind: draft.kind,
    unit: draft.unit,
    cadence: draft.cadence,
    calendar: draft.calendar,
    maturityDays: 0,
    aggregation: 'mean',
    betterWhen: draft.betterWhen ?? 'higher',
    definitionChanges: [],
    source: { kind: 'typed' },
    shared: false,
  };
}

const isFailure = (code: string): code is FailureCode => (failureCodes as readonly string[]).includes(code);
const tools: Record<string, string> = { superset: 'Superset' };

function failed(
  view: ChartView,
  metric: Metric,
  { code, detail, address }: { code: string; detail: Record<string, string>; address?: string },
): SeriesView {
  const product = view.tile.site.slice(0, view.tile.site.indexOf(':'));
  return {
    metric,
    points: packed([]),
    source: {
      kind: 'superset',
      name: tools[product] ?? product,
      site: view.tile.site,
      ...(address === undefined ? {} : { address }),
      otherAccounts: 0,
    },
    trouble: { code: isFailure(code) ? code : 'refused', detail, at: new Date().toISOString() },
    refreshing: false,
  };
}
