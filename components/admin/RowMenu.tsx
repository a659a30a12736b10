import { Ellipsis, Eraser, RotateCcw, Trash2 } from 'lucide-react';
import { Menu, type MenuItem } from '@/components/look/Menu';
import { t } from '@/components/look/words';
import type { HideableType } from '@/lib/messaging/names';
import type { Row } from './rows';
import type { AdminState } from './state';

/** What can be done with a row. A deleted one can be brought back, or erased for good. */
export function RowMenu<R>({
  state,
  type,
  row,
  items = [],
}: {
  state: AdminState;
  type: HideableType;
  row: Row<R>;
  items?: readonly MenuItem[];
}) {
  const all: MenuItem[] = row.hidden
    ? [
        { key: 'restore', label: t('restore'), icon: RotateCcw, onChoose: () => void state.restore(type, row.id) },
        { key: 'erase', label: t('erase'), icon: Eraser, onChoose: () => state.open({ kind: 'erase', type, id: row.id, name: row.name }) },
      ]
    : [
        ...items,
        ...(items.length > 0 ? [{ key: 'line', line: true } as const] : []),
        {
          key: 'delete',
          label: type === 'chartLink' ? t('unlink') : t('delete'),
          icon: Trash2,
          onChoose: () => void state.hide(type, row.id, row.name),
        },
      ];
  return <Menu label={t('admin_actions', row.name)} icon={Ellipsis} items={all} />;
}
