import { errorsOf, fieldsOf, namesOf, type DraftErrors, type MetricDraft } from '@/components/metric/draft';
import type { In } from '@/lib/messaging/names';
import type { ChartView } from '@/lib/messaging/views';
import type { SourceTable } from '@/lib/metrics/contract';
import type { Metric, SourceRef } from '@/lib/model/schema/metric';
import { guessAggregation } from './guess';
import type { Reading } from './state';

/** What is chosen in the link form, apart from the fields of a new KPI. */
export type LinkChoice = {
  /** A KPI's id, or `new`. */
  kpi: string;
  /** The column that holds the value; absent until chosen where there are several. */
  column?: string;
  /** Read the chosen KPI's values from this chart; absent: as it suits the KPI. */
  adopt?: boolean;
};

/** Why the form cannot be sent yet; each has its sentence, `linkWaits_<code>`. */
export type Waits = 'reading' | 'kpi' | 'column';

/** The column, where there is nothing to choose. */
export const columnOf = (table: SourceTable | null, chosen: string | undefined): string | undefined =>
  table?.valueColumns.length === 1 ? table.valueColumns[0] : table?.valueColumns.find((column) => column === chosen);

export const tableOf = (reading: Reading): SourceTable | null => (reading.at === 'read' ? reading.table : null);

const byLength = ['day', 'week', 'month', 'quarter'];
/** Shorter periods than the KPI's cannot be put together: the background reads nothing then (`otherCadence`). */
const tooShort = (table: SourceTable, kpi: Metric): boolean =>
  table.cadence !== null && byLength.indexOf(table.cadence) < byLength.indexOf(kpi.cadence);

/** Values typed in so far give way to a chart that fits; a KPI that is read from a chart keeps its source unless the person says otherwise. */
export const adopts = (choice: LinkChoice, kpi: Metric | null, table: SourceTable | null): boolean =>
  table !== null && (choice.kpi === 'new' || (choice.adopt ?? (kpi?.source.kind === 'typed' && !tooShort(table, kpi))));

/** What is still missing before the link can be made; null: nothing. A KPI whose own source stays does not wait for this chart. */
export function waitsFor(choice: LinkChoice, kpi: Metric | null, reading: Reading): Waits | null {
  const keeps = choice.kpi !== 'new' && kpi !== null && kpi.source.kind !== 'typed' && choice.adopt !== true;
  if (keeps) return null;
  if (reading.at === 'reading') return 'reading';
  if (choice.kpi !== 'new' && kpi === null) return 'kpi';
  const table = tableOf(reading);
  return table !== null && adopts(choice, kpi, table) && columnOf(table, choice.column) === undefined ? 'column' : null;
}

const typed: SourceRef = { kind: 'typed' };

/** Where the values come from when this chart is taken as the source. */
function sourceOf(tile: ChartView['tile'], table: SourceTable, column: string): SourceRef {
  if (tile.ref === undefined || !tile.site.startsWith('superset:')) return typed;
  return {
    kind: 'superset',
    site: tile.site,
    ref: tile.ref,
    column,
    dashboard: tile.dashboard,
    ...(table.scale === 1 ? {} : { scale: table.scale }),
    chartTitle: (table.title || tile.title).slice(0, 300),
  };
}

type Sent = Omit<In<'panel/chartLink'>, 'write' | 'site' | 'dashboard' | 'tile'>;

/** The link as it is sent, or what is wrong with the new KPI. Only called when nothing is waited for. */
export function sendable(
  view: ChartView,
  reading: Reading,
  choice: LinkChoice,
  kpi: Metric | null,
  draft: MetricDraft,
): { send: Sent } | { errors: DraftErrors } {
  const { tile } = view;
  const table = tableOf(reading);
  const column = columnOf(table, choice.column);
  const adopt = adopts(choice, kpi, table) && column !== undefined;
  const source = adopt && table ? sourceOf(tile, table, column) : typed;
  const title = tile.title.slice(0, 300);
  if (choice.kpi !== 'new') return { send: { title, metricId: choice.kpi, adoptSource: adopt && source.kind !== 'typed', source } };
  const errors = errorsOf(draft);
  if (Object.keys(errors).length > 0) return { errors };
  const { shared: _, ...fields } = fieldsOf(draft);
  return {
    send: {
      title,
      newMetric: { ...fields, aggregation: guessAggregation(fields.kind), source },
      ...namesOf(draft),
      adoptSource: source.kind !== 'typed',
      source,
    },
  };
}
