import { z } from 'zod';
import type { ClickHouse } from '../client.ts';

const totalRow = z.object({
  code: z.string(),
  status: z.number(),
  route: z.string(),
  requests: z.number(),
});
export type RequestTotal = z.infer<typeof totalRow>;

/** Requests by outcome and route since a whole hour, in seconds; most first. */
export function requestTotals(clickhouse: ClickHouse, from: number): Promise<RequestTotal[]> {
  return clickhouse.query(
    `SELECT Code AS code, Status AS status, Route AS route, sum(Requests) AS requests
     FROM error_rates_1h FINAL WHERE Bucket >= toDateTime({from: UInt32})
     GROUP BY code, status, route ORDER BY requests DESC LIMIT 10000`,
    { from },
    totalRow,
  );
}

const binRow = z.object({ route: z.string(), bin: z.number(), requests: z.number() });
export type DurationBin = z.infer<typeof binRow>;

/** Requests by route and latency bin since a whole hour, in seconds. */
export function durationBins(clickhouse: ClickHouse, from: number): Promise<DurationBin[]> {
  return clickhouse.query(
    `SELECT Route AS route, bins.1 AS bin, sum(bins.2) AS requests
     FROM latency_10m FINAL
     ARRAY JOIN arrayZip(mapKeys(Bins), mapValues(Bins)) AS bins
     WHERE Bucket >= toDateTime({from: UInt32})
     GROUP BY route, bin ORDER BY route, bin`,
    { from },
    binRow,
  );
}
