import { alertList } from '@request-desk/shared/alerts-api';
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';

/** Firing and recent alerts. */
export const alertsQuery = () =>
  queryOptions({
    queryKey: ['alerts'],
    queryFn: ({ signal }) => call('/support/v1/alerts', { schema: alertList, signal }),
    refetchInterval: 10_000,
  });
