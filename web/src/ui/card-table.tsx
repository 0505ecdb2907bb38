import type { ReactNode, Ref } from 'react';
import { cn } from './cn.ts';
import { ZoneLabel } from './zone-label.tsx';

interface ColumnHead {
  readonly text: ReactNode;
  /** Times stand below: the head names their zone. */
  readonly zoned?: boolean;
  /** For numbers: all of it stands at the right. */
  readonly end?: boolean;
  /** Its width, and from which width of the window on it is shown. */
  readonly className?: string;
}

/** One column of a table: its head, and its cell in the row of a `Row`. */
export interface Column<Row> extends ColumnHead {
  /** Look of the cells alone. */
  readonly cellClass?: string;
  /** The cell names its row to screen readers. */
  readonly namesRow?: true;
  readonly cell: (row: Row) => ReactNode;
}

interface CardTableProps {
  /** Read to screen readers and not shown. */
  readonly label: string;
  readonly columns: readonly ColumnHead[];
  /** It is the first thing in its card, so no line is above the heads. */
  readonly atop?: boolean;
  /** How many rows there are in all with the heads, where only those in sight are in the document. */
  readonly rowCount?: number;
  readonly ref?: Ref<HTMLTableElement>;
  /** The rows, each with its `Cells`. */
  readonly children: ReactNode;
}

/** The frame of a table that reaches the edges of its card: hidden caption, heads on a sunken bar. */
export function CardTable({ label, columns, atop, rowCount, ref, children }: CardTableProps) {
  return (
    <table ref={ref} aria-rowcount={rowCount} className="w-full table-fixed text-left text-sm">
      <caption className="sr-only">{label}</caption>
      <thead
        className={cn('border-line bg-sunken text-xs text-fg-3', atop ? 'border-b' : 'border-y')}
      >
        <tr>
          {columns.map(({ text, zoned, end, className }, index) => (
            <th
              // biome-ignore lint/suspicious/noArrayIndexKey: the columns of a table never move
              key={index}
              scope="col"
              className={cn(
                'py-1.5 font-medium first:pl-4 last:pr-4',
                end && 'text-right',
                className,
              )}
            >
              {text}
              {zoned && (
                <>
                  {' '}
                  (<ZoneLabel />)
                </>
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

interface CellsProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly row: Row;
}

/** The cells of a row, below the heads of their columns. */
export function Cells<Row>({ columns, row }: CellsProps<Row>) {
  return columns.map(({ end, className, cellClass, namesRow, cell }, index) => {
    const look = cn('first:pl-4 last:pr-4', end && 'text-right', className, cellClass);
    return namesRow ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the columns of a table never move
      <th key={index} scope="row" className={cn('text-left font-normal', look)}>
        {cell(row)}
      </th>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the columns of a table never move
      <td key={index} className={look}>
        {cell(row)}
      </td>
    );
  });
}
