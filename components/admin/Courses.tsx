import { ExternalLink, Flag } from 'lucide-react';
import { useMemo } from 'react';
import { dayText } from '@/components/look/dates';
import { Icon } from '@/components/look/Icon';
import { t } from '@/components/look/words';
import { ListRoom } from './ListRoom';
import { Absent, Deleted } from './Marks';
import { hostOf } from './places';
import { RowMenu } from './RowMenu';
import { courseRows, type CourseRow, type Shelf } from './rows';
import type { AdminState } from './state';
import type { Column } from './VirtualTable';

export function Courses({ state, shelf }: { state: AdminState; shelf: Shelf }) {
  const rows = useMemo(() => courseRows(shelf), [shelf]);
  const columns = useMemo(() => columnsOf(state), [state]);
  return <ListRoom state={state} title={t('room_courses')} rows={rows} columns={columns} empty={t('admin_noCourses')} />;
}

function columnsOf(state: AdminState): Column<CourseRow>[] {
  return [
    {
      key: 'name',
      head: t('col_course'),
      width: '40%',
      cell: (row) => (
        <>
          <a className="rowlink with-icon" href={row.record.url} target="_blank" rel="noreferrer">
            {row.name}
            <Icon of={ExternalLink} size={12} />
          </a>
          <Deleted row={row} />
          <small>{hostOf(row.record.site)}</small>
        </>
      ),
    },
    { key: 'outcomes', head: t('col_outcomes'), cell: ({ record }) => <Aim of={record} /> },
    { key: 'launch', head: t('col_launch'), cell: ({ record }) => <FirstLaunch of={record} /> },
    {
      key: 'act',
      head: t('col_actions'),
      quiet: true,
      width: '44px',
      cell: (row) => (
        <RowMenu
          state={state}
          type="course"
          row={row}
          items={[{ key: 'launches', label: t('launches_title'), icon: Flag, onChoose: () => state.open({ kind: 'course', id: row.id }) }]}
        />
      ),
    },
  ];
}

function Aim({ of }: { of: CourseRow['record'] }) {
  if (of.tags > 0) return <>{of.tags}</>;
  if (of.policy?.kind === 'noneByDesign')
    return (
      <>
        {t('policy_none')}
        <small>{of.policy.reason}</small>
      </>
    );
  return <Absent words={t('admin_noneYet')} />;
}

function FirstLaunch({ of }: { of: CourseRow['record'] }) {
  const dates = of.launches.map((launch) => launch.date).sort();
  const first = dates[0];
  if (first === undefined) return <Absent words={t('notSet')} />;
  return (
    <span className="nowrap">
      {dayText(first, { year: true })}
      {dates.length > 1 ? <span className="muted"> {t('admin_more', dates.length - 1)}</span> : null}
    </span>
  );
}
