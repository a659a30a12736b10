import { useMemo } from 'react';
import { t } from '@/components/look/words';
import { ListRoom } from './ListRoom';
import { Absent, Deleted } from './Marks';
import { hostOf } from './places';
import { RowMenu } from './RowMenu';
import { linkRows, type LinkRow, type Shelf } from './rows';
import type { AdminState } from './state';
import type { Column } from './VirtualTable';

export function Links({ state, shelf }: { state: AdminState; shelf: Shelf }) {
  const rows = useMemo(() => linkRows(shelf), [shelf]);
  const columns = useMemo(() => columnsOf(state, shelf), [state, shelf]);
  return <ListRoom state={state} title={t('room_links')} rows={rows} columns={columns} empty={t('admin_noLinks')} />;
}

function columnsOf(state: AdminState, shelf: Shelf): Column<LinkRow>[] {
  return [
    {
      key: 'name',
      head: t('col_chart'),
      width: '40%',
      cell: (row) => (
        <>
          <span className="rowname">{row.name}</span>
          <Deleted row={row} />
          <small>{t('link_place', hostOf(row.record.site), row.record.dashboard)}</small>
        </>
      ),
    },
    {
      key: 'kpi',
      head: t('col_kpi'),
      cell: ({ record }) => {
        const metric = shelf.metricOf(record.metricId);
        if (!metric) return <Absent words={t('admin_noMetric')} attention />;
        return (
          <>
            {metric.name}
            <Deleted row={metric} />
          </>
        );
      },
    },
    { key: 'act', head: t('col_actions'), quiet: true, width: '44px', cell: (row) => <RowMenu state={state} type="chartLink" row={row} /> },
  ];
}
