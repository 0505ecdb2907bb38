import { latency, limits, releases, series, top } from '@request-desk/shared/dashboard-api';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { call } from './client.ts';

/** What a panel looks at; `bounds` is computed when the call is made. */
export interface PanelScope {
  readonly rangeKey: string;
  readonly bounds: () => { readonly from: string; readonly to?: string };
  readonly org?: string | undefined;
  readonly route?: string | undefined;
  /** Asks again by itself this often; false for a range that has ended. */
  readonly everyMs: number | false;
}

type Params = Readonly<Record<string, string | number | undefined>>;

/** One panel's numbers. */
function panel<S extends z.ZodType>(path: string, schema: S, scope: PanelScope, params: Params) {
  return queryOptions({
    queryKey: ['dashboard', path, scope.rangeKey, params],
    queryFn: ({ signal }) => {
      const search = new URLSearchParams();
      for (const [name, value] of Object.entries({ ...scope.bounds(), ...params }))
        if (value !== undefined && value !== '') search.set(name, String(value));
      return call(`/support/v1/dashboard/${path}?${search}`, { schema, signal });
    },
    placeholderData: keepPreviousData,
    refetchInterval: scope.everyMs,
    staleTime: 10_000,
  });
}

export const seriesQuery = (scope: PanelScope, by: 'code' | 'route' | 'org', limit?: number) =>
  panel('series', series, scope, { by, limit, org: scope.org, route: scope.route });

export const topQuery = (scope: PanelScope, code: string, by: 'org' | 'key') =>
  panel('top', top, scope, { code, by });

export const latencyQuery = (scope: PanelScope) =>
  panel('latency', latency, scope, { route: scope.route });

export const limitsQuery = (scope: PanelScope) =>
  panel('limits', limits, scope, { org: scope.org });

export const releasesQuery = (scope: PanelScope) => panel('releases', releases, scope, {});
