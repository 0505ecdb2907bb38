import { DAY_S } from '@request-desk/shared/durations';
import type {
  Facets,
  Histogram,
  RequestFilter,
  RequestPage,
} from '@request-desk/shared/explore-api';
import { FACETS } from '@request-desk/shared/explore-api';
import type { ClickHouse } from '../clickhouse/client.ts';
import { facetValues } from '../clickhouse/queries/explore-columns.ts';
import { facetCounts } from '../clickhouse/queries/facets.ts';
import { requestHistogram } from '../clickhouse/queries/histogram.ts';
import { searchRequests } from '../clickhouse/queries/search.ts';
import type { TimeRange } from '../clickhouse/queries/time-range.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { rateBuckets } from './rate-buckets.ts';
import { rangeAsWire, stepFor, stepsOf } from './time-range.ts';

type Undated<T> = Omit<T, 'data_current_to'>;

/** One page of the requests that pass a filter, newest first. */
export async function requestPageOf(
  clickhouse: ClickHouse,
  range: TimeRange,
  filter: RequestFilter,
  page: { readonly limit: number; readonly cursor?: string | undefined; readonly fixed: boolean },
): Promise<Undated<RequestPage>> {
  const cursor = page.cursor === undefined ? undefined : readCursor(page.cursor);
  const fromMs = cursor && !page.fixed ? cursor.fromMs : range.fromMs;
  const whole = { fromMs, toMs: range.toMs };
  const found = await searchRequests(clickhouse, {
    range: whole,
    filter,
    before: cursor?.place,
    limit: page.limit + 1,
  });
  const items = found.slice(0, page.limit);
  const last = found.length > page.limit ? items.at(-1) : undefined;
  return {
    items: items.map(({ row }) => row),
    next_cursor: last ? writeCursor({ fromMs, place: last.place }) : null,
    ...rangeAsWire(whole),
  };
}

/** Counts by every field; each field is counted without its own filter, so that it can be widened. */
export async function facetsOf(
  clickhouse: ClickHouse,
  range: TimeRange,
  filter: RequestFilter,
  limit: number,
): Promise<Undated<Facets>> {
  const free = FACETS.filter((field) => filter[field] === undefined);
  const bound = FACETS.filter((field) => filter[field] !== undefined);
  const counts = await facetCounts(clickhouse, { range, filter, values: facetValues(free), limit });
  for (const field of bound) {
    const { [field]: _, ...others } = filter;
    counts.push(
      ...(await facetCounts(clickhouse, {
        range,
        filter: others,
        values: facetValues([field]),
        limit,
      })),
    );
  }
  const byField = Map.groupBy(counts, ({ field }) => field);
  // A field without a filter of its own counts exactly what passes the whole filter.
  const [unfiltered] = free;
  const total =
    unfiltered === undefined
      ? await totalOf(clickhouse, range, filter)
      : (byField.get(unfiltered)?.[0]?.total ?? 0);
  return {
    ...rangeAsWire(range),
    total,
    facets: FACETS.map((field) => {
      const rows = byField.get(field) ?? [];
      const shown = rows.reduce((sum, { count }) => sum + count, 0);
      return {
        field,
        values: rows.map(({ value, label, count }) => ({
          value,
          ...(label === '' ? {} : { label }),
          count,
        })),
        others: (rows[0]?.total ?? 0) - shown,
      };
    }),
  };
}

/** Requests over time that pass a filter, in about `buckets` steps. */
export async function histogramOf(
  clickhouse: ClickHouse,
  range: TimeRange,
  filter: RequestFilter,
  buckets: number,
): Promise<Undated<Histogram>> {
  const step = stepFor(range, buckets);
  const rows = await requestHistogram(clickhouse, range, filter, step);
  return {
    ...rangeAsWire(range),
    step_s: step,
    buckets: rateBuckets(stepsOf(range, step), rows),
  };
}

async function totalOf(clickhouse: ClickHouse, range: TimeRange, filter: RequestFilter) {
  const rows = await requestHistogram(clickhouse, range, filter, 28 * DAY_S);
  return rows.reduce((sum, { requests }) => sum + requests, 0);
}
