import type { Dossier } from '@request-desk/shared/dossier';
import { traceIdOf } from '@request-desk/shared/ids';
import { daysAround } from '../clickhouse/queries/day-range.ts';
import { type IndexedId, indexedIds } from '../clickhouse/queries/lookup-index.ts';
import { eventsOfTraces } from '../clickhouse/queries/lookup-logs.ts';
import { summaryOf } from './dossier.ts';
import type { FoundId } from './extract/extract.ts';
import { type Freshness, isOpen, settle } from './freshness.ts';
import { notFound, unseenReason } from './not-found.ts';
import type { LookupOptions } from './sources.ts';
import { factsOf, type RequestFacts } from './stored-event.ts';
import { eventVerdict } from './verdicts/event-verdict.ts';

/**
 * Answers many ids from the index and their events alone: each dossier says so and has no spans,
 * logs or context. `alone` answers ids that this does not reach. Yields in the order asked.
 */
export async function* answerMany(
  options: LookupOptions,
  ids: readonly FoundId[],
  alone: (id: FoundId) => Promise<Dossier>,
): AsyncGenerator<Dossier> {
  const requestIds = ids.flatMap(({ requestId }) => requestId ?? []);
  const { seen, fresh } = await seenOf(options, requestIds);
  const events = await eventsByTrace(options, [...seen.values()]);
  const names = await orgNames(options, [...events.values()]);
  for (const id of ids) {
    const facts = id.requestId && events.get(traceIdOf(id.requestId));
    const row = id.requestId === undefined ? undefined : seen.get(id.requestId);
    if (facts) {
      const orgName = names.get(facts.request.org) ?? '';
      yield summaryOf(
        options,
        facts,
        facts.requestId,
        orgName,
        eventVerdict(options.profile, facts),
      );
    } else if (row === undefined && id.requestId !== undefined)
      yield unseen(options, id.requestId, fresh);
    else yield await alone(id);
  }
}

/** Day by day, so that each query reads one partition. */
async function eventsByTrace(
  { clickhouse }: LookupOptions,
  seen: readonly IndexedId[],
): Promise<Map<string, RequestFacts>> {
  const found = new Map<string, RequestFacts>();
  for (const [day, rows] of Map.groupBy(seen, ({ seen_on }) => seen_on)) {
    const traces = rows.map(({ request_id }) => traceIdOf(request_id));
    for (const record of await eventsOfTraces(clickhouse, traces, daysAround(day, 0))) {
      const facts = factsOf(record);
      if (facts) found.set(facts.traceId, facts);
    }
  }
  return found;
}

async function orgNames(
  { directory }: LookupOptions,
  facts: readonly RequestFacts[],
): Promise<Map<string, string>> {
  const ids = [...new Set(facts.map(({ request }) => request.org))].filter(Boolean);
  // Without the control plane the ids of organisations have to do.
  const found = await Promise.all(ids.map((id) => directory?.org(id).catch(() => undefined)));
  return new Map(found.flatMap((org) => (org ? [[org.id, org.name]] : [])));
}

function unseen(options: LookupOptions, requestId: string, fresh: Freshness): Dossier {
  const ids = { asked: requestId, requestId, traceId: traceIdOf(requestId) };
  return notFound(options, { ...ids, ...fresh, reason: unseenReason(fresh) });
}

/** What the index knows of them; those still on their way are waited for, all at once. */
async function seenOf(
  options: LookupOptions,
  requestIds: readonly string[],
): Promise<{ seen: Map<string, IndexedId>; fresh: Freshness }> {
  const askedAt = options.now();
  const open = isOpen(options, askedAt);
  const seen = new Map<string, IndexedId>();
  const look = async (ids: readonly string[]) => {
    for (const row of await indexedIds(options.clickhouse, ids)) seen.set(row.request_id, row);
  };
  await look(requestIds);
  const missing = requestIds.filter((id) => !seen.has(id));
  if (missing.length === 0) return { seen, fresh: { behindMs: undefined } };
  const fresh = await settle(options, askedAt);
  if (open) await look(missing);
  return { seen, fresh };
}
