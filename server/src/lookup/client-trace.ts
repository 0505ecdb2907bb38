import type { Dossier } from '@request-desk/shared/dossier';
import { requestsOfClientTrace } from '../clickhouse/queries/lookup-client-traces.ts';
import { daysOfTrace } from '../clickhouse/queries/lookup-probe.ts';
import type { FoundId } from './extract/hits.ts';
import type { LookupOptions } from './sources.ts';

type Sources = Pick<LookupOptions, 'clickhouse'>;

/** Requests that are looked up by what their client calls them. */
export const MOST_CLIENT_REQUESTS = 20;
/** Of one text; each takes a query of its own. */
export const MOST_TRACE_QUERIES = 10;

/** Requests that a client made in the trace `traceId` of its own, the newest first. */
export function madeInTrace({ clickhouse }: Sources, traceId: string): Promise<string[]> {
  return requestsOfClientTrace(clickhouse, traceId, MOST_CLIENT_REQUESTS);
}

/** `ids`, with the requests that were made in a client's trace in place of that trace. */
export async function withClientTraces(
  sources: Sources,
  ids: readonly FoundId[],
): Promise<FoundId[]> {
  const all: FoundId[] = [];
  let asked = 0;
  for (const id of ids) {
    const { requestId, traceId } = id;
    const bare = requestId === undefined && traceId !== undefined && asked++ < MOST_TRACE_QUERIES;
    const made = bare ? await madeInTrace(sources, traceId) : [];
    // Services of ours may have recorded something of it as well.
    if (!bare || made.length === 0 || (await daysOfTrace(sources.clickhouse, traceId)))
      all.push(id);
    all.push(...made.map((one) => ({ requestId: one, traceId: undefined })));
  }
  const named = new Map(all.map((id) => [id.requestId ?? id.traceId, id]));
  return [...named.values()];
}

/** The answer about one request, as that to its client's trace. */
export function asClientTrace<Answer extends Dossier>(
  answer: Answer,
  traceId: string,
  more: readonly string[],
): Answer {
  return {
    ...answer,
    ...(more.length === 0 ? {} : { others: [...more] }),
    client_trace: traceId,
  };
}
