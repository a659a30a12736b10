import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useRef, type ReactNode } from 'react';

export type Column<R> = {
  key: string;
  head: string;
  /** The head is only for assistive tech. */
  quiet?: boolean;
  /** Share of the width, as CSS takes it for a column. */
  width?: string;
  cell: (row: R) => ReactNode;
};

/**
 * A table of which only the rows in sight are in the document, so that ten thousand stay fluent. Rows may have any height:
 * they are measured. The first column is the row's head. Where the page is narrow the rows become a list (admin.css).
 */
export function VirtualTable<R extends { id: string; hidden: boolean }>(props: {
  label: string;
  rows: readonly R[];
  columns: readonly Column<R>[];
  empty: ReactNode;
}) {
  const { label, rows, columns, empty } = props;
  const scroller = useRef<HTMLElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- its answers change with the scroll and are not memoised here
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]?.id ?? index,
    estimateSize: () => 48,
    overscan: 12,
    initialRect: { width: 1000, height: 800 },
  });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);

  if (rows.length === 0) return <div className="tablewrap tablewrap-empty">{empty}</div>;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reachable by keyboard
    <section className="tablewrap" ref={scroller} aria-label={label} tabIndex={0}>
      <table className="table" aria-label={label} aria-rowcount={rows.length + 1}>
        <colgroup>
          {columns.map((column) => (
            <col key={column.key} style={column.width === undefined ? undefined : { width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th scope="col" key={column.key}>
                {column.quiet ? <span className="visually-hidden">{column.head}</span> : column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <Space height={before} />}
          {items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <Line
                key={item.key}
                row={row}
                columns={columns as readonly Column<unknown>[]}
                index={item.index}
                measure={virtual.measureElement}
              />
            );
          })}
          {after > 0 && <Space height={after} />}
        </tbody>
      </table>
    </section>
  );
}

type LineProps = {
  row: { hidden: boolean };
  columns: readonly Column<unknown>[];
  index: number;
  measure: (row: HTMLElement | null) => void;
};

/** One row; not drawn again while the list scrolls. */
const Line = memo(function Line({ row, columns, index, measure }: LineProps) {
  return (
    <tr ref={measure} data-index={index} aria-rowindex={index + 2} className={row.hidden ? 'row-hidden' : undefined}>
      {columns.map((column, i) =>
        i === 0 ? (
          <th scope="row" key={column.key}>
            {column.cell(row)}
          </th>
        ) : (
          <td key={column.key} className={`cell-${column.key}`} data-head={column.quiet ? undefined : column.head}>
            {column.cell(row)}
          </td>
        ),
      )}
    </tr>
  );
});

/** Stands for the rows that are not in the document. */
function Space({ height }: { height: number }) {
  return <tr aria-hidden="true" className="table-space" style={{ height }} />;
}
