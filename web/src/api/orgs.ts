import { orgList } from '@request-desk/shared/support-api';
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';

/** Every organisation, by name. */
export const orgsQuery = () =>
  queryOptions({
    queryKey: ['orgs'],
    queryFn: ({ signal }) => call('/support/v1/orgs', { schema: orgList, signal }),
    staleTime: 60_000,
  });
