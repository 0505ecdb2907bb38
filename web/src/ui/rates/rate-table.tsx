import { clockIn } from '../format-time.ts';
import { ScrollRegion } from '../scroll-region.tsx';
import { useZone } from '../zone.ts';
import { ZoneLabel } from '../zone-label.tsx';
import { countOf, type RateModel } from './rate-model.ts';

/** The strip's numbers as a table: newest minute first, minutes without errors left out. */
export function RateTable({ model }: { model: RateModel }) {
  const zone = useZone();
  const rows = model.columns.filter((column) => column.errors > 0).reverse();
  return (
    <ScrollRegion label="Errors by minute" className="max-h-72 overflow-auto">
      <table className="w-full text-right text-xs tabular-nums">
        <caption className="sr-only">Errors by code and minute, newest first</caption>
        <thead className="sticky top-0 bg-surface">
          <tr className="text-fg-3">
            <th scope="col" className="py-1 pr-4 text-left font-medium">
              Minute (<ZoneLabel />)
            </th>
            <th scope="col" className="px-2 font-medium">
              Requests
            </th>
            {model.totals.map(([code]) => (
              <th key={code} scope="col" className="px-2 font-mono font-medium">
                {code}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((column) => (
            <tr key={column.at} className="border-t border-line">
              <th scope="row" className="py-1 pr-4 text-left font-medium">
                {clockIn(column.at, zone).slice(0, 5)}
              </th>
              <td className="px-2">{column.requests}</td>
              {model.totals.map(([code]) => (
                <td key={code} className="px-2">
                  {countOf(column, code) || <span className="text-fg-3">0</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className="py-6 text-center text-sm text-fg-3">No errors.</p>}
    </ScrollRegion>
  );
}
