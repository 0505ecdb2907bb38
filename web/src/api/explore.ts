import {
  FACETS,
  facets,
  histogram,
  type RequestFilter,
  type RequestPage,
  requestPage,
} from '@request-desk/shared/explore-api';
import { joinList } from '@request-desk/shared/query-string';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';

/** A stretch of time; computed when the call is made, so that "the last hour" moves along. */
type Bounds = () => { readonly from: string; readonly to?: string };

export interface ExploreQuery {
  readonly filter: RequestFilter;
  /** Names the range in the cache: the preset, or both ends. */
  readonly rangeKey: string;
  readonly bounds: Bounds;
}

/** The filter as it stands in a query string. */
export function filterParams(filter: RequestFilter): URLSearchParams {
  const params = new URLSearchParams();
  for (const facet of FACETS) {
    const values = filter[facet];
    if (values && values.length > 0) params.set(facet, joinList(values));
  }
  if (filter.text) params.set('text', filter.text);
  return params;
}

function pathOf(
  path: string,
  { filter, bounds }: ExploreQuery,
  more: Readonly<Record<string, string>> = {},
): string {
  const params = filterParams(filter);
  for (const [name, value] of Object.entries({ ...bounds(), ...more })) params.set(name, value);
  return `/support/v1/${path}?${params}`;
}

/** Requests, newest first, page by page. */
export const requestsQuery = (query: ExploreQuery) =>
  infiniteQueryOptions({
    queryKey: ['explore', 'requests', query.rangeKey, query.filter],
    queryFn: ({ signal, pageParam }) =>
      call(pathOf('requests', query, pageParam === '' ? {} : { cursor: pageParam }), {
        schema: requestPage,
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });

/** How many requests have which value. */
export const facetsQuery = (query: ExploreQuery, everyMs: number | false) =>
  queryOptions({
    queryKey: ['explore', 'facets', query.rangeKey, query.filter],
    queryFn: ({ signal }) => call(pathOf('requests/facets', query), { schema: facets, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
    staleTime: 15_000,
  });

/** Requests over time by code. */
export const histogramQuery = (query: ExploreQuery, everyMs: number | false) =>
  queryOptions({
    queryKey: ['explore', 'histogram', query.rangeKey, query.filter],
    queryFn: ({ signal }) =>
      call(pathOf('requests/histogram', query, { buckets: '90' }), {
        schema: histogram,
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
    staleTime: 15_000,
  });

/** Address of the same requests as CSV. */
export function csvAddress(query: ExploreQuery): string {
  return pathOf('requests.csv', query);
}

/** The newest requests of a filter that is spelled as a query string already. */
export async function latestRequests(
  filter: string,
  signal: AbortSignal,
): Promise<RequestPage['items']> {
  const page = await call(`/support/v1/requests?${filter}${filter && '&'}limit=50`, {
    schema: requestPage,
    signal,
  });
  return page.items;
}
