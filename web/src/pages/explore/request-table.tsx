import type { ExploreRow } from '@request-desk/shared/explore-api';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { cn } from '../../ui/cn.ts';
import { useHotkeys } from '../../ui/hotkeys.ts';
import { ZoneLabel } from '../../ui/zone-label.tsx';
import { RequestTableRow } from './request-table-row.tsx';

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
    <table
      ref={table}
      aria-rowcount={rows.length + 1}
      className="w-full table-fixed text-left text-sm"
    >
      <caption className="sr-only">{caption}</caption>
      <thead className="border-y border-line bg-sunken text-xs text-fg-3">
        <tr>
          <Head className="w-26 pl-4 max-sm:hidden">
            Time (<ZoneLabel />)
          </Head>
          <Head className="w-44 max-sm:w-auto max-sm:pl-4">Answer</Head>
          <Head className="w-34 max-xl:hidden">Cause</Head>
          <Head className="max-md:hidden">Request</Head>
          <Head className="w-32 max-md:hidden">Organisation</Head>
          <Head className="w-30 max-2xl:hidden">Key</Head>
          <Head className="w-18 text-right max-2xl:hidden">Took</Head>
          <Head className="w-46 pr-4 text-right max-sm:w-40">Request id</Head>
        </tr>
      </thead>
      <tbody>
        {before > 0 && <Gap height={before} />}
        {items.map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <RequestTableRow
                key={item.key}
                row={row}
                index={item.index}
                height={height}
                arrived={isNew?.(row.request_id) ?? false}
              />
            )
          );
        })}
        {after > 0 && <Gap height={after} />}
      </tbody>
    </table>
  );
}

function Gap({ height }: { height: number }) {
  return (
    <tr style={{ height }}>
      <td />
    </tr>
  );
}

function Head({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <th scope="col" className={cn('py-1.5 pr-3 font-medium whitespace-nowrap', className)}>
      {children}
    </th>
  );
}
