import { type Dossier, dossier } from '@request-desk/shared/dossier';
import { queryOptions } from '@tanstack/react-query';
import { call, callText } from './client.ts';

/** A dossier is still growing while the store has not caught up with the request by this much. */
const SETTLED_AFTER_MS = 3_000;

const pathOf = (id: string) => `/support/v1/requests/${encodeURIComponent(id)}`;

/** One request by its id in any spelling, for the ticket of `org`; asks again by itself while the answer can still change. */
export const requestQuery = (id: string, org?: string) =>
  queryOptions({
    queryKey: ['request', id, org ?? ''],
    queryFn: ({ signal }) =>
      call(`${pathOf(id)}${org ? `?org=${encodeURIComponent(org)}` : ''}`, {
        schema: dossier,
        signal,
      }),
    staleTime: 30_000,
    // Comparing ten thousand spans with those before costs more than drawing what is in view.
    structuralSharing: false,
    refetchInterval: (query) => (query.state.data ? refetchAfterMs(query.state.data) : false),
  });

/** Milliseconds until the same question may have a better answer, or false when it will not. */
export function refetchAfterMs(answer: Dossier): number | false {
  if (!answer.found) {
    if (answer.reason === 'too_fresh') return Math.max(1, answer.retry_after_s ?? 1) * 1000;
    return answer.reason === 'store_unavailable' ? (answer.retry_after_s ?? 5) * 1000 : false;
  }
  if (answer.data_current_to === null || answer.request === null) return false;
  const ended = Date.parse(answer.request.started_at) + answer.request.duration_ms;
  return Date.parse(answer.data_current_to) < ended + SETTLED_AFTER_MS ? 2_000 : false;
}

/** The dossier as the Markdown bundle for tickets. */
export const requestMarkdown = (id: string) => callText(`${pathOf(id)}?format=markdown`);
