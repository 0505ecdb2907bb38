import { isRequestId } from '@request-desk/shared/ids';
import { RequestLink } from './request-link.tsx';
import { ScrollRegion } from './scroll-region.tsx';

type Cell = string | number | null;

interface DataTableProps {
  /** Read to screen readers and not shown. */
  readonly caption: string;
  readonly rows: readonly Readonly<Record<string, Cell>>[];
}

/** Rows as they were recorded; request ids in them open. */
export function DataTable({ caption, rows }: DataTableProps) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return (
    <ScrollRegion label={caption} className="overflow-x-auto">
      <table className="w-full text-left text-xs">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="text-fg-3">
            {columns.map((column) => (
              <th key={column} scope="col" className="py-1 pr-4 font-medium whitespace-nowrap">
                <bdi>{column}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: recorded rows have no identity and never move
            <tr key={index} className="border-t border-line align-top">
              {columns.map((column) => (
                <td key={column} className="max-w-96 py-1 pr-4 font-mono break-words tabular-nums">
                  <CellText value={row[column] ?? null} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function CellText({ value }: { value: Cell }) {
  if (value === null || value === '') return <span className="text-fg-3">–</span>;
  if (typeof value === 'string' && isRequestId(value))
    return <RequestLink id={value} className="text-xs" />;
  return <bdi>{String(value)}</bdi>;
}
