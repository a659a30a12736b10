import { Pencil, Table2 } from 'lucide-react';
import { useMemo } from 'react';
import { t } from '@/components/look/words';
import { ListRoom } from './ListRoom';
import { Absent, Deleted } from './Marks';
import { RowMenu } from './RowMenu';
import { metricRows, type MetricRow, type Shelf } from './rows';
import { hostOf } from './places';
import type { AdminState } from './state';
import type { Column } from './VirtualTable';

export function Kpis({ state, shelf }: { state: AdminState; shelf: Shelf }) {
  const rows = useMemo(() => metricRows(shelf), [shelf]);
  const columns = useMemo(() => columnsOf(state, shelf), [state, shelf]);
  return (
    <ListRoom
      state={state}
      title={t('room_kpis')}
      rows={rows}
      columns={columns}
      empty={t('admin_noKpis')}
      add={{ words: t('metric_new'), onAdd: () => state.open({ kind: 'metricNew' }) }}
    />
  );
}

function columnsOf(state: AdminState, shelf: Shelf): Column<MetricRow>[] {
  return [
    {
      key: 'name',
      head: t('col_kpi'),
      width: '36%',
      cell: (row) => (
        <>
          <button className="rowlink" type="button" disabled={row.hidden} onClick={() => state.open({ kind: 'metric', id: row.id })}>
            {row.name}
          </button>
          <Deleted row={row} />
          <small className="clamp">{row.record.definition}</small>
        </>
      ),
    },
    {
      key: 'unit',
      head: t('col_unit'),
      cell: ({ record }) => t('kpi_short', record.unit || t('unit_none'), t(`better_${record.betterWhen}`), t(`cadence_${record.cadence}`)),
    },
    { key: 'owner', head: t('col_owner'), cell: ({ record }) => shelf.actorName(record.owner) ?? <Absent words={t('admin_noOwner')} /> },
    { key: 'source', head: t('col_source'), cell: ({ record }) => <Source of={record} /> },
    {
      key: 'shared',
      head: t('col_shared'),
      cell: ({ record }) =>
        record.shared ? (
          t('admin_shared')
        ) : (
          <span className="muted">{record.source.kind === 'typed' ? t('admin_notSharedTyped') : t('admin_notShared')}</span>
        ),
    },
    {
      key: 'act',
      head: t('col_actions'),
      quiet: true,
      width: '44px',
      cell: (row) => (
        <RowMenu
          state={state}
          type="metric"
          row={row}
          items={[
            { key: 'edit', label: t('edit'), icon: Pencil, onChoose: () => state.open({ kind: 'metric', id: row.id }) },
            ...(row.record.source.kind === 'typed'
              ? [{ key: 'values', label: t('values_title'), icon: Table2, onChoose: () => state.open({ kind: 'values', id: row.id }) }]
              : []),
          ]}
        />
      ),
    },
  ];
}

function Source({ of }: { of: MetricRow['record'] }) {
  if (of.source.kind === 'typed') return <span className="muted">{t('source_typed')}</span>;
  return (
    <>
      {of.source.chartTitle || t('chart_untitled')}
      <small>{hostOf(of.source.site)}</small>
    </>
  );
}
