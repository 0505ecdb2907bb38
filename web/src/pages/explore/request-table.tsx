import type { ExploreRow } from '@request-desk/shared/explore-api';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { CardTable } from '../../ui/card-table.tsx';
import { useHotkeys } from '../../ui/hotkeys.ts';
import { REQUEST_COLUMNS, RequestTableRow } from '../../ui/request-table-parts.tsx';

/** As high as the style of a row makes it. */
const ROW_PX = 36;
const NARROW_ROW_PX = 54;
const NEAR_THE_END = 15;

interface RequestTableProps {
  readonly caption: string;
  readonly rows: readonly ExploreRow[];
  /** Called when the last rows come into view. */
  readonly onEnd?: () => void;
  /** Rows that were not there before; they flash once. */
  readonly isNew?: (id: string) => boolean;
}

/** Any number of requests; only the rows in view exist in the document. */
export function RequestTable({ caption, rows, onEnd, isNew }: RequestTableProps) {
  const table = useRef<HTMLTableElement>(null);
  const height = globalThis.innerWidth < 640 ? NARROW_ROW_PX : ROW_PX;
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => height,
    overscan: 12,
    scrollMargin: table.current?.offsetTop ?? 0,
    getItemKey: (index) => rows[index]?.request_id ?? index,
  });
  const items = virtual.getVirtualItems();
  const margin = virtual.options.scrollMargin;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - NEAR_THE_END) onEnd?.();
  }, [last, onEnd, rows.length]);

  const move = (step: number) => {
    const here = document.activeElement?.closest<HTMLElement>('[data-index]')?.dataset.index;
    const next = Math.min(rows.length - 1, Math.max(0, here === undefined ? 0 : +here + step));
    virtual.scrollToIndex(next, { align: 'auto' });
    requestAnimationFrame(() =>
      table.current?.querySelector<HTMLElement>(`[data-index="${next}"] a`)?.focus(),
    );
  };
  useHotkeys({ j: () => move(1), k: () => move(-1) });
  const before = Math.max(0, (items[0]?.start ?? margin) - margin);
  const after = Math.max(0, virtual.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin));

  return (
    <CardTable
      ref={table}
      label={caption}
      columns={REQUEST_COLUMNS.narrow}
      rowCount={rows.length + 1}
    >
      {before > 0 && <Gap height={before} />}
      {items.map((item) => {
        const row = rows[item.index];
        return (
          row && (
            <RequestTableRow
              key={item.key}
              row={row}
              index={item.index}
              width="narrow"
              arrived={isNew?.(row.request_id) ?? false}
            />
          )
        );
      })}
      {after > 0 && <Gap height={after} />}
    </CardTable>
  );
}

function Gap({ height }: { height: number }) {
  return (
    <tr style={{ height }}>
      <td />
    </tr>
  );
}
