import { MINUTE_MS } from '@request-desk/shared/durations';
import { me, type StaffAction } from '@request-desk/shared/staff-api';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from './client.ts';

/** Who works here, and what their role includes. */
export const meQuery = () =>
  queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) => call('/support/v1/me', { schema: me, signal }),
    staleTime: MINUTE_MS,
    refetchInterval: MINUTE_MS,
  });

/** Whether this person's role includes `action`; false until that is known. */
export function useMay(action: StaffAction): boolean {
  return useQuery(meQuery()).data?.may.includes(action) ?? false;
}
