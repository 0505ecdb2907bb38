import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { countedRequests } from './counted.ts';
import type { CountedFilter } from './filter.ts';
import type { TimeRange } from './time-range.ts';

const row = z.object({ at: z.number(), code: z.string(), requests: z.number() });

/** Requests by step (its start in seconds) and code, without empty steps. */
export async function requestHistogram(
  clickhouse: ClickHouse,
  range: TimeRange,
  filter: CountedFilter,
  stepS: number,
) {
  const source = await countedRequests(clickhouse, range, filter, stepS);
  return clickhouse.query(
    `SELECT At AS at, Code AS code, sum(Requests) AS requests FROM ${source.sql}
     GROUP BY at, code ORDER BY at, code`,
    source.params,
    row,
  );
}
