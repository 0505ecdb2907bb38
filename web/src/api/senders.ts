import {
  ingestTokenList,
  mintedIngestToken,
  type NewIngestToken,
} from '@request-desk/shared/ingest-token-api';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { NOTHING } from './nothing.ts';

const SENDERS = '/support/v1/ingest-tokens';

/** Credentials of services that send telemetry. */
export const sendersQuery = () =>
  queryOptions({
    queryKey: ['senders'],
    queryFn: ({ signal }) => call(SENDERS, { schema: ingestTokenList, signal }),
    refetchInterval: 30_000,
  });

/** Makes a credential; its secret is in this answer alone. */
export function useMintSender() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: NewIngestToken) => call(SENDERS, { schema: mintedIngestToken, body }),
    // The secret must not outlive the dialog that shows it.
    gcTime: 0,
    onSuccess: () => cache.invalidateQueries({ queryKey: ['senders'] }),
  });
}

export function useRevokeSender() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      call(`${SENDERS}/${encodeURIComponent(id)}`, { schema: NOTHING, method: 'DELETE' }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['senders'] }),
  });
}
