import { endedSessions, sessionList } from '@request-desk/shared/staff-api';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';
import { NOTHING } from './nothing.ts';

const SESSIONS = '/support/v1/sessions';

/** Browsers that are signed in; everybody's are for admins. */
export const sessionsQuery = (whose: 'own' | 'all') =>
  queryOptions({
    queryKey: ['sessions', whose],
    queryFn: ({ signal }) => call(`${SESSIONS}?whose=${whose}`, { schema: sessionList, signal }),
    refetchInterval: 30_000,
  });

/** Ends one session, or all but this one. */
export function useEndSessions() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (which: { readonly id: string } | { readonly whose: 'own' | 'all' }) => {
      if ('id' in which)
        await call(`${SESSIONS}/${encodeURIComponent(which.id)}`, {
          schema: NOTHING,
          method: 'DELETE',
        });
      else await call(`${SESSIONS}/end`, { schema: endedSessions, body: { whose: which.whose } });
    },
    onSuccess: () => cache.invalidateQueries({ queryKey: ['sessions'] }),
  });
}

/** Proves again who one is, by the staff token. */
export const confirmByToken = (token: string) =>
  call('/support/v1/session/confirm', { schema: NOTHING, body: { token } });
