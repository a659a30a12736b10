import { useSignals } from '@preact/signals-react/runtime';
import { Archive, ArchiveRestore, Pencil } from 'lucide-react';
import { useMemo } from 'react';
import { dayText } from '@/components/look/dates';
import { Statement } from '@/components/look/statement';
import { t } from '@/components/look/words';
import { ListRoom } from './ListRoom';
import { Absent, Deleted } from './Marks';
import { RowMenu } from './RowMenu';
import { outcomeRows, type OutcomeRow, type Shelf } from './rows';
import type { AdminState } from './state';
import type { Column } from './VirtualTable';

export function Outcomes({ state, shelf }: { state: AdminState; shelf: Shelf }) {
  useSignals();
  const scope = state.scope.value;
  const rows = useMemo(() => outcomeRows(shelf).filter(({ record }) => scope === 'all' || record.status !== 'retired'), [shelf, scope]);
  const columns = useMemo(() => columnsOf(state, shelf), [state, shelf]);
  return (
    <ListRoom
      state={state}
      title={t('room_outcomes')}
      rows={rows}
      columns={columns}
      empty={t('admin_noOutcomes')}
      add={{ words: t('outcome_new'), onAdd: () => state.open({ kind: 'outcomeNew' }) }}
      filters={
        <select
          className="select"
          aria-label={t('admin_scope')}
          value={scope}
          onChange={(event) => state.narrow(event.target.value === 'all' ? 'all' : 'current')}
        >
          <option value="current">{t('admin_scopeCurrent')}</option>
          <option value="all">{t('admin_scopeAll')}</option>
        </select>
      }
    />
  );
}

function columnsOf(state: AdminState, shelf: Shelf): Column<OutcomeRow>[] {
  return [
    {
      key: 'name',
      head: t('col_outcome'),
      width: '44%',
      cell: (row) => {
        const metric = shelf.metricOf(row.record.metricId) ?? { name: t('admin_noMetric'), unit: '' };
        return (
          <>
            <button className="rowlink" type="button" disabled={row.hidden} onClick={() => state.open({ kind: 'outcome', id: row.id })}>
              <Statement outcome={row.record} metric={metric} unitName={shelf.unitName(row.record.businessUnit)} />
            </button>
            <Deleted row={row} />
          </>
        );
      },
    },
    {
      key: 'owner',
      head: t('col_owner'),
      cell: ({ record }) => shelf.actorName(record.owner) ?? <Absent words={t('admin_noOwner')} attention={record.status === 'active'} />,
    },
    { key: 'status', head: t('col_status'), cell: ({ record }) => t(`outcome_${record.status}`) },
    { key: 'courses', head: t('col_courses'), cell: ({ record }) => (record.tags > 0 ? record.tags : <Absent words={t('none')} />) },
    {
      key: 'due',
      head: t('col_due'),
      cell: ({ record }) =>
        record.dueDate === undefined ? (
          <Absent words={t('notSet')} />
        ) : (
          <span className="nowrap">{dayText(record.dueDate, { year: true })}</span>
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
          type="outcome"
          row={row}
          items={[
            { key: 'edit', label: t('edit'), icon: Pencil, onChoose: () => state.open({ kind: 'outcome', id: row.id }) },
            row.record.status === 'retired'
              ? {
                  key: 'back',
                  label: t('unretire'),
                  icon: ArchiveRestore,
                  onChoose: () => void state.setStatus(row.id, 'active', row.name),
                }
              : { key: 'retire', label: t('retire'), icon: Archive, onChoose: () => void state.setStatus(row.id, 'retired', row.name) },
          ]}
        />
      ),
    },
  ];
}
