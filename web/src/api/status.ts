import { deskStatus } from '@request-desk/shared/support-api';
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';

/** How current the data is, and what this installation is called outside. */
export const statusQuery = () =>
  queryOptions({
    queryKey: ['status'],
    queryFn: ({ signal }) => call('/support/v1/status', { schema: deskStatus, signal }),
    refetchInterval: 5_000,
  });
