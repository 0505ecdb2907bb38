import { HOUR_S } from '@request-desk/shared/durations';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { countedRequests, requestsWith } from './counted.ts';
import { isCountedByHour } from './explore-columns.ts';
import type { Conditions, CountedFilter } from './filter.ts';
import type { TimeRange } from './time-range.ts';

const facetRow = z.object({
  field: z.string(),
  value: z.string(),
  label: z.string(),
  count: z.number(),
  total: z.number(),
});

interface FacetQuestion {
  readonly range: TimeRange;
  readonly filter: CountedFilter;
  /** What each field stands for: a column or an expression, such as those of FACET_VALUE. */
  readonly values: Values;
  readonly limit: number;
}

type Values = Readonly<Record<string, string>>;

/** The `limit` most frequent values of each field; `total` counts the field's requests. */
export async function facetCounts(
  clickhouse: ClickHouse,
  { range, filter, values, limit }: FacetQuestion,
) {
  const all = Object.entries(values);
  const byHour = all.filter(([, value]) => isCountedByHour(value));
  const byRow = all.filter(([, value]) => !isCountedByHour(value));
  const counts: z.infer<typeof facetRow>[] = [];
  if (byHour.length > 0) {
    // A step of whole hours lets the statistics answer; the step itself is not asked for.
    const source = await countedRequests(clickhouse, range, filter, HOUR_S);
    counts.push(...(await countsIn(clickhouse, source, byHour, limit)));
  }
  if (byRow.length > 0) {
    const columns = byRow.map(([, value]) => value);
    counts.push(
      ...(await countsIn(clickhouse, requestsWith(columns, range, filter), byRow, limit)),
    );
  }
  return counts;
}

async function countsIn(
  clickhouse: ClickHouse,
  source: Conditions,
  values: readonly (readonly [string, string])[],
  limit: number,
) {
  const dimensions = values.map(([field, value]) => `${value} AS f_${field}`);
  const fields = values.map(([field]) => field);
  const names = fields.map((field) => `f_${field}`);
  const pairs = fields.map(
    (field) => `('${field}', f_${field}, ${field === 'key' ? 'prefix' : "''"})`,
  );
  const prefix = fields.includes('key') ? ', any(KeyPrefix) AS prefix' : '';
  return await clickhouse.query(
    `SELECT facet.1 AS field, if(facet.2 = '', '-', facet.2) AS value, any(facet.3) AS label,
       sum(n) AS count, sum(count) OVER (PARTITION BY field) AS total
     FROM (
       SELECT ${dimensions.join(', ')}${prefix}, sum(Requests) AS n
       FROM ${source.sql} GROUP BY ${names.join(', ')}
     )
     ARRAY JOIN [${pairs.join(', ')}] AS facet
     GROUP BY facet.1, facet.2
     ORDER BY field, count DESC, value
     LIMIT {limit: UInt32} BY field`,
    { ...source.params, limit },
    facetRow,
  );
}
