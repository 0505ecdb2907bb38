import { deskStatus } from '@request-desk/shared/support-api';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from './client.ts';

/** How current the data is, and what this installation is called outside. */
export const statusQuery = () =>
  queryOptions({
    queryKey: ['status'],
    queryFn: ({ signal }) => call('/support/v1/status', { schema: deskStatus, signal }),
    refetchInterval: 5_000,
  });

/** Whether this person may decide about the desk itself. */
export function useIsAdmin(): boolean {
  return useQuery(statusQuery()).data?.staff.role === 'admin';
}

/** Whether this person may change keys, organisations and alerts; a viewer may only look. */
export function useMayChange(): boolean {
  const { data } = useQuery(statusQuery());
  return data !== undefined && data.staff.role !== 'viewer';
}
