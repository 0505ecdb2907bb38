import { HOUR_S } from '@request-desk/shared/durations';
import type { FacetName } from '@request-desk/shared/explore-api';
import { z } from 'zod';
import type { ClickHouse } from '../client.ts';
import { countedRequests } from './counted.ts';
import { FACET_VALUE } from './explore-columns.ts';
import type { CountedFilter } from './filter.ts';
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
  readonly fields: readonly FacetName[];
  readonly limit: number;
}

/** The `limit` most frequent values of each field; `total` counts the field's requests. */
export async function facetCounts(
  clickhouse: ClickHouse,
  { range, filter, fields, limit }: FacetQuestion,
) {
  // A step of whole hours lets the statistics answer; the step itself is not asked for.
  const source = await countedRequests(clickhouse, range, filter, HOUR_S);
  const dimensions = fields.map((field) => `${FACET_VALUE[field]} AS f_${field}`);
  const names = fields.map((field) => `f_${field}`);
  const pairs = fields.map(
    (field) => `('${field}', f_${field}, ${field === 'key' ? 'prefix' : "''"})`,
  );
  const prefix = fields.includes('key') ? ', any(KeyPrefix) AS prefix' : '';
  return clickhouse.query(
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
