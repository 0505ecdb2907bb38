import { type Dossier, dossier } from '@request-desk/shared/dossier';
import { queryOptions } from '@tanstack/react-query';
import { ApiFailure, callGrowing, callText } from './client.ts';

/** A dossier is still growing while the store has not caught up with the request by this much. */
const SETTLED_AFTER_MS = 3_000;

const pathOf = (id: string) => `/support/v1/requests/${encodeURIComponent(id)}`;

/** One request by its id in any spelling, for the ticket of `org`; asks again by itself while the answer can still change. */
export const requestQuery = (id: string, org?: string) =>
  queryOptions({
    queryKey: ['request', id, org ?? ''],
    queryFn: async ({ signal, client, queryKey }): Promise<Dossier> => {
      const params = new URLSearchParams({ format: 'ndjson', ...(org ? { org } : {}) });
      const options = { schema: dossier, signal };
      const whole = await callGrowing(`${pathOf(id)}?${params}`, options, (early) => {
        // Shown at once, and stale at once: it is no answer to keep.
        const known = client.getQueryData<Dossier>(queryKey);
        if (isGrowing(early) && !known?.found)
          client.setQueryData<Dossier>(queryKey, early, { updatedAt: 0 });
      });
      if (whole && !isGrowing(whole)) return whole;
      throw new ApiFailure('The response was incomplete.', { kind: 'network' });
    },
    staleTime: 30_000,
    // Comparing ten thousand spans with those before costs more than drawing what is in view.
    structuralSharing: false,
    refetchInterval: (query) => (query.state.data ? refetchAfterMs(query.state.data) : false),
  });

/** True for what the event alone says, while evidence, reply, trace and context are on their way. */
export function isGrowing(answer: Dossier): boolean {
  return answer.found && answer.summary_only === true;
}

/** Milliseconds until the same question may have a better answer, or false when it will not. */
export function refetchAfterMs(answer: Dossier): number | false {
  if (!answer.found) {
    if (answer.reason === 'too_fresh') return Math.max(1, answer.retry_after_s ?? 1) * 1000;
    const outage = answer.reason === 'store_unavailable' || answer.reason === 'incomplete';
    return outage ? (answer.retry_after_s ?? 5) * 1000 : false;
  }
  if (isGrowing(answer) || answer.data_current_to === null || answer.request === null) return false;
  const ended = Date.parse(answer.request.started_at) + answer.request.duration_ms;
  return Date.parse(answer.data_current_to) < ended + SETTLED_AFTER_MS ? 2_000 : false;
}

/** The dossier as the Markdown bundle for tickets. */
export const requestMarkdown = (id: string) => callText(`${pathOf(id)}?format=markdown`);
