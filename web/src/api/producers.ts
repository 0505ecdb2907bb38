import { producerList } from '@request-desk/shared/completeness-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from './client.ts';

/** Decides to go on without what is missing, for a reason; `path` below `/support/v1`. */
export function useDecision(path: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) =>
      call(`/support/v1${path}`, { schema: producerList, body: { reason } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['status'] }),
  });
}
