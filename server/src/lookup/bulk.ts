import type { Dossier } from '@request-desk/shared/dossier';
import { traceIdOf } from '@request-desk/shared/ids';
import { daysAround } from '../clickhouse/queries/day-range.ts';
import { type IndexedId, indexedIds } from '../clickhouse/queries/lookup-index.ts';
import { eventsOfTraces } from '../clickhouse/queries/lookup-logs.ts';
import { withoutDirectory } from './caller.ts';
import { summaryOf } from './dossier.ts';
import type { FoundId } from './extract/hits.ts';
import type { Freshness, FreshnessCheck } from './freshness.ts';
import { notFound, unseenReason } from './not-found.ts';
import { DirectoryAway } from './prompt-directory.ts';
import type { LookupOptions } from './sources.ts';
import { factsOf, type RequestFacts } from './stored-event.ts';
import { eventVerdict } from './verdicts/event-verdict.ts';
import { awayClaims } from './verdicts/no-directory.ts';

/**
 * Answers many ids from the index and their events alone: each dossier says so and has no spans,
 * logs or context. `alone` answers ids that this does not reach. Yields in the order asked.
 */
export async function* answerMany(
  options: LookupOptions,
  check: FreshnessCheck,
  ids: readonly FoundId[],
  alone: (id: FoundId) => Promise<Dossier>,
): AsyncGenerator<Dossier> {
  const requestIds = ids.flatMap(({ requestId }) => requestId ?? []);
  const { seen, missing } = await seenOf(options, check, requestIds);
  const events = await eventsByTrace(options, [...seen.values()]);
  const { names, away } = await orgNames(options, [...events.values()]);
  const sources = away ? withoutDirectory(options) : options;
  for (const id of ids) {
    const facts = id.requestId && events.get(traceIdOf(id.requestId));
    const row = id.requestId === undefined ? undefined : seen.get(id.requestId);
    if (facts) {
      const orgName = names.get(facts.request.org) ?? '';
      const { summary, claims } = eventVerdict(options.profile, facts);
      const verdict = { summary, claims: [...claims, ...awayClaims({ sources, facts })] };
      yield summaryOf(options, { facts, asked: facts.requestId, orgName }, verdict);
      continue;
    }
    const fresh = id.requestId && missing.get(id.requestId);
    if (row === undefined && id.requestId !== undefined && fresh)
      yield unseen(options, id.requestId, fresh);
    else yield await alone(id);
  }
}

/** Days that are read at once: the embedded engine answers so many statements side by side. */
const DAYS_AT_ONCE = 2;

/** Day by day, so that each query reads one partition. */
async function eventsByTrace(
  { clickhouse }: LookupOptions,
  seen: readonly IndexedId[],
): Promise<Map<string, RequestFacts>> {
  const found = new Map<string, RequestFacts>();
  const days = Map.groupBy(seen, ({ seen_on }) => seen_on).entries();
  const readOn = async () => {
    for (const [day, rows] of days) {
      const traces = rows.map(({ request_id }) => traceIdOf(request_id));
      for (const record of await eventsOfTraces(clickhouse, traces, daysAround(day, 0))) {
        const facts = factsOf(record);
        if (facts) found.set(facts.traceId, facts);
      }
    }
  };
  await Promise.all(Array.from({ length: DAYS_AT_ONCE }, readOn));
  return found;
}

async function orgNames(
  { directory }: LookupOptions,
  facts: readonly RequestFacts[],
): Promise<{ readonly names: Map<string, string>; readonly away: boolean }> {
  const ids = [...new Set(facts.map(({ request }) => request.org))].filter(Boolean);
  try {
    const found = await Promise.all(ids.map((id) => directory?.org(id)));
    const names = new Map(found.flatMap((org) => (org ? [[org.id, org.name]] : [])));
    return { names, away: false };
  } catch (error) {
    if (!(error instanceof DirectoryAway)) throw error;
    // Without the control plane the ids of organisations have to do.
    return { names: new Map(), away: true };
  }
}

function unseen(options: LookupOptions, requestId: string, fresh: Freshness): Dossier {
  const ids = { asked: requestId, requestId, traceId: traceIdOf(requestId) };
  return notFound(options, { ...ids, freshness: fresh, reason: unseenReason(fresh) });
}

/**
 * What the index knows of them, and why it knows nothing of the others: those still on their way are
 * waited for, all at once.
 */
async function seenOf(
  { clickhouse }: LookupOptions,
  check: FreshnessCheck,
  requestIds: readonly string[],
): Promise<{ seen: Map<string, IndexedId>; missing: Map<string, Freshness> }> {
  const seen = new Map<string, IndexedId>();
  const missing = new Map<string, Freshness>();
  const look = async (ids: readonly string[]) => {
    for (const row of await indexedIds(clickhouse, ids)) seen.set(row.request_id, row);
  };
  await look(requestIds);
  const open = requestIds.filter((id) => !seen.has(id));
  if (open.length === 0) return { seen, missing };
  const settled = new Map<string, Freshness>();
  for (const id of open) settled.set(id, await check.settle(id));
  await look(open);
  for (const [id, freshness] of settled) {
    if (!seen.has(id)) missing.set(id, await check.confirmed(id, freshness));
  }
  return { seen, missing };
}
