import { mintedToken, type StaffRole, staffTokenList } from '@request-desk/shared/staff-api';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { NOTHING } from './nothing.ts';

const TOKENS = '/support/v1/tokens';

/** Tokens that people made for programs; everybody's are for admins. */
export const tokensQuery = (whose: 'own' | 'all') =>
  queryOptions({
    queryKey: ['tokens', whose],
    queryFn: ({ signal }) => call(`${TOKENS}?whose=${whose}`, { schema: staffTokenList, signal }),
    refetchInterval: 30_000,
  });

/** Makes a token; its secret is in this answer alone. */
export function useMintToken() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; role: StaffRole; days: number }) =>
      call(TOKENS, { schema: mintedToken, body }),
    // The secret must not outlive the dialog that shows it.
    gcTime: 0,
    onSuccess: () => cache.invalidateQueries({ queryKey: ['tokens'] }),
  });
}

export function useRevokeToken() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      call(`${TOKENS}/${encodeURIComponent(id)}`, { schema: NOTHING, method: 'DELETE' }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['tokens'] }),
  });
}
