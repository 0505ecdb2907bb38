import { MINUTE_MS } from '@request-desk/shared/durations';
import { orgList } from '@request-desk/shared/support-api';
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { directoryManaged } from './directory.ts';

/** Every organisation, by name; asked for only where there is a directory. */
export const orgsQuery = () =>
  queryOptions({
    queryKey: ['orgs'],
    queryFn: ({ signal }) => call('/support/v1/orgs', { schema: orgList, signal }),
    staleTime: MINUTE_MS,
    enabled: directoryManaged(),
  });
