import { useSignals } from '@preact/signals-react/runtime';
import { Plus, Search } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { Icon } from '@/components/look/Icon';
import { t, tn } from '@/components/look/words';
import { found, type Row } from './rows';
import type { AdminState } from './state';
import { VirtualTable, type Column } from './VirtualTable';

/** A list of records with its filter, the deleted ones on request, and how many there are. */
export function ListRoom<R>(props: {
  state: AdminState;
  title: string;
  rows: readonly Row<R>[];
  columns: readonly Column<Row<R>>[];
  /** Said when there is nothing at all: how the first one comes about. */
  empty: string;
  filters?: ReactNode;
  /** Makes a new one; absent: these come from pages. */
  add?: { words: string; onAdd: () => void };
}) {
  useSignals();
  const { state, title, rows, columns, empty, filters, add } = props;
  const words = state.words.value;
  const withHidden = state.withHidden.value;
  const shown = useMemo(() => found(rows, words, withHidden), [rows, words, withHidden]);
  const deleted = useMemo(() => rows.filter((row) => row.hidden).length, [rows]);
  const any = rows.length > deleted || withHidden;
  return (
    <>
      <div className="work-head">
        <h1>{title}</h1>
        {add ? (
          <div className="actions">
            <button className="btn" type="button" onClick={add.onAdd}>
              <Icon of={Plus} />
              {add.words}
            </button>
          </div>
        ) : null}
      </div>
      <div className="filters">
        <div className="search-field">
          <Icon of={Search} />
          <input
            className="input"
            type="search"
            aria-label={t('admin_search')}
            placeholder={t('admin_search')}
            value={words}
            onChange={(event) => state.search(event.target.value)}
          />
        </div>
        {filters}
        {deleted > 0 || withHidden ? (
          <label className="choice">
            <input type="checkbox" checked={withHidden} onChange={(event) => state.showHidden(event.target.checked)} />
            {tn('admin_showDeleted', deleted)}
          </label>
        ) : null}
        <output className="small muted push">{tn('admin_count', shown.length)}</output>
      </div>
      <VirtualTable label={title} rows={shown} columns={columns} empty={<p className="muted">{any ? t('admin_nothingFound') : empty}</p>} />
    </>
  );
}
