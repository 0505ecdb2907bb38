import { codeDetail, codes } from '@request-desk/shared/dashboard-api';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type { PanelScope } from './dashboard.ts';

const paramsOf = (scope: PanelScope) => new URLSearchParams({ ...scope.bounds() });

/** How often each code of the profile was answered, and in the time of the same length before. */
export const codesQuery = (scope: PanelScope) =>
  queryOptions({
    queryKey: ['codes', scope.rangeKey],
    queryFn: ({ signal }) =>
      call(`/support/v1/codes?${paramsOf(scope)}`, { schema: codes, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: scope.everyMs,
    staleTime: 10_000,
  });

/** One code: counts, trend, who meets it, and fresh requests. */
export const codeQuery = (code: string, scope: PanelScope) =>
  queryOptions({
    queryKey: ['codes', scope.rangeKey, code],
    queryFn: ({ signal }) =>
      call(`/support/v1/codes/${code}?${paramsOf(scope)}`, { schema: codeDetail, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: scope.everyMs,
    staleTime: 10_000,
  });
