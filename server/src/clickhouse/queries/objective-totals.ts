import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { rollupTable } from './error-rates.ts';

/** Seconds since the epoch, multiples of `step`; `to` is excluded. */
interface Range {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

const totalRow = z.object({ route: z.string(), requests: z.number(), errors: z.number() });
export type RouteTotal = z.infer<typeof totalRow>;

/** Requests, and those among them that got a 5xx, by route. */
export function totalsByRoute(clickhouse: ClickHouse, range: Range): Promise<RouteTotal[]> {
  return clickhouse.query(
    `SELECT Route AS route, sum(Requests) AS requests, sumIf(Requests, Status >= 500) AS errors
     FROM ${rollupTable(range.step)} FINAL
     WHERE Bucket >= toDateTime({from: UInt32}) AND Bucket < toDateTime({to: UInt32})
     GROUP BY route`,
    { from: range.from, to: range.to },
    totalRow,
  );
}

const pointRow = z.object({ at: z.number(), requests: z.number(), errors: z.number() });

/** The same over time, oldest first, without steps that had no request; no route: of all. */
export function totalsOverTime(clickhouse: ClickHouse, route: string | null, range: Range) {
  return clickhouse.query(
    `SELECT intDiv(toUnixTimestamp(Bucket), {step: UInt32}) * {step: UInt32} AS at,
       sum(Requests) AS requests, sumIf(Requests, Status >= 500) AS errors
     FROM ${rollupTable(range.step)} FINAL
     WHERE Bucket >= toDateTime({from: UInt32}) AND Bucket < toDateTime({to: UInt32})
       ${route === null ? '' : 'AND Route = {route: String}'}
     GROUP BY at ORDER BY at`,
    { ...range, ...(route === null ? {} : { route }) },
    pointRow,
  );
}

const firstRow = z.object({ first: z.number() });

/** The hour of the oldest request that is kept, in seconds; nothing in an empty store. */
export async function oldestHour(clickhouse: ClickHouse): Promise<number | undefined> {
  const [row] = await clickhouse.query(
    'SELECT toUnixTimestamp(min(Bucket)) AS first FROM error_rates_1h',
    {},
    firstRow,
  );
  return row && row.first > 0 ? row.first : undefined;
}
