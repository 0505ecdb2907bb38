import { dayMinuteIn } from '../format-time.ts';
import { ScrollRegion } from '../scroll-region.tsx';
import { useZone } from '../zone.ts';
import { ZoneLabel } from '../zone-label.tsx';
import type { ChartData } from './chart-data.ts';

const MOST_ROWS = 400;

/** A chart's numbers as a table: newest first, steps without anything left out. */
export function ChartTable({ data }: { data: ChartData }) {
  const zone = useZone();
  const rows = data.at
    .map((at, index) => ({ at, index }))
    .filter(({ index }) => data.lines.some(({ values }) => values[index]))
    .reverse()
    .slice(0, MOST_ROWS);
  return (
    <ScrollRegion label={data.label} className="max-h-72 overflow-auto">
      <table className="w-full text-right text-xs tabular-nums">
        <caption className="sr-only">{data.label}, newest first</caption>
        <thead className="sticky top-0 bg-surface text-fg-3">
          <tr>
            <th scope="col" className="py-1 pr-4 text-left font-medium whitespace-nowrap">
              Step (<ZoneLabel />)
            </th>
            {data.lines.map((line) => (
              <th key={line.key} scope="col" className="max-w-40 truncate px-2 font-medium">
                <bdi>{line.label}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, index }) => (
            <tr key={at} className="border-t border-line">
              <th scope="row" className="py-1 pr-4 text-left font-medium whitespace-nowrap">
                {dayMinuteIn(at, zone)}
              </th>
              {data.lines.map((line) => (
                <td key={line.key} className="px-2">
                  <Figure value={line.values[index] ?? null} format={data.format} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Figure({ value, format }: { value: number | null; format: (value: number) => string }) {
  return value === null ? <span className="text-fg-3">–</span> : format(value);
}
