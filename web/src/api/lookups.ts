import { lookups } from '@request-desk/shared/dossier';
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';

/** Every request id found in `text`, looked up; the text has no secrets left in it by now. */
export const lookupsQuery = (text: string) =>
  queryOptions({
    queryKey: ['lookups', text],
    queryFn: ({ signal }) =>
      call('/support/v1/lookups', { schema: lookups, signal, body: { text } }),
    staleTime: 30_000,
    enabled: text !== '',
    refetchInterval: (query) =>
      query.state.data?.items.some((item) => !item.found && item.reason === 'too_fresh')
        ? 2_000
        : false,
  });
