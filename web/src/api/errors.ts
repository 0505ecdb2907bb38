import { errorRates, recentErrors } from '@request-desk/shared/support-api';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';

/** The newest error events; `live` keeps asking. */
export const recentErrorsQuery = (options: { limit: number; live: boolean }) =>
  queryOptions({
    queryKey: ['errors', 'recent', options.limit],
    queryFn: ({ signal }) =>
      call(`/support/v1/errors/recent?limit=${options.limit}`, { schema: recentErrors, signal }),
    refetchInterval: options.live ? 5_000 : false,
    placeholderData: keepPreviousData,
  });

/** Requests and errors by code for the last `minutes`, in buckets of `step` seconds. */
export const errorRatesQuery = (minutes: number, step: number) =>
  queryOptions({
    queryKey: ['error-rates', minutes, step],
    queryFn: ({ signal }) =>
      call(`/support/v1/error-rates?minutes=${minutes}&step=${step}`, {
        schema: errorRates,
        signal,
      }),
    refetchInterval: 10_000,
    placeholderData: keepPreviousData,
  });
