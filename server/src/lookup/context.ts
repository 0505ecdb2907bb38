import { withStallTolerantTimeout } from '@request-desk/fastify/stall-tolerant-timeout';
import { ATTR, UNREAD_CONTENT } from '@request-desk/shared/attributes';
import { CLIENT_CLOSED } from '@request-desk/shared/client-closed';
import type { Again, RequestContext, RequestRow } from '@request-desk/shared/dossier';
import { MINUTE_MS } from '@request-desk/shared/durations';
import { classOf } from '@request-desk/shared/profile-codes';
import { outcomesByOrg } from '../clickhouse/queries/lookup-blast.ts';
import { type CalledRow, requestsAround } from '../clickhouse/queries/lookup-neighbours.ts';
import { retryOutcome } from '../clickhouse/queries/lookup-retries.ts';
import { PROMPT_READ_MS } from '../database/control-plane-state.ts';
import { againOf } from './again.ts';
import type { LookupOptions } from './sources.ts';
import type { RequestFacts } from './stored-event.ts';

/** Retries are looked for this long after the request. */
export const RETRY_WINDOW_MS = 30 * MINUTE_MS;
const BEFORE_MS = 15 * MINUTE_MS;
const BLAST_MINUTES = 15;
const MOST_NEIGHBOURS = 200;
const SHOWN_RETRIES = 20;
const SHOWN_AROUND = 20;
const SHOWN_ORGS = 10;

/** Requests of the same key around one request, both nearest first. */
export interface Neighbours {
  readonly before: readonly CalledRow[];
  readonly after: readonly CalledRow[];
}

/** Reads what the key did before and after; nothing when the key is not known. */
export async function neighboursOf(
  { clickhouse }: LookupOptions,
  { request, readyMs, requestId }: RequestFacts,
): Promise<Neighbours> {
  const { key_id: key } = request;
  if (key === '') return { before: [], after: [] };
  const range = { fromMs: readyMs - BEFORE_MS, toMs: readyMs + RETRY_WINDOW_MS };
  const rows = await requestsAround(clickhouse, {
    keyId: key,
    at: readyMs,
    range,
    limit: MOST_NEIGHBOURS,
  });
  const others = new Map(rows.map((row) => [row.request_id, row]));
  others.delete(requestId);
  const [before, after]: [CalledRow[], CalledRow[]] = [[], []];
  for (const row of others.values()) (Date.parse(row.at) > readyMs ? after : before).push(row);
  return { before, after };
}

/** Whether later calls passed, who else is hit, and what happened around the request. */
export async function contextOf(
  options: LookupOptions,
  facts: RequestFacts,
  neighbours: Neighbours,
): Promise<RequestContext> {
  const [retries, blast, alert] = await Promise.all([
    retriesOf(options, facts, neighbours),
    blastOf(options, facts),
    alertOf(options, facts).catch(() => null),
  ]);
  const { before, after } = neighbours;
  return {
    retries,
    blast,
    timeline: [...before.slice(0, SHOWN_AROUND).reverse(), ...after.slice(0, SHOWN_AROUND)].map(
      (row) => requestRowAsWire(row, facts),
    ),
    alert,
  };
}

/** Later calls of the same key, method and route, up to the first that succeeded. */
async function retriesOf(
  options: LookupOptions,
  facts: RequestFacts,
  neighbours: Neighbours,
): Promise<RequestContext['retries']> {
  const { request, readyMs } = facts;
  const { key_id: keyId, method, route } = request;
  if (keyId === '') return null;
  const { after } = neighbours;
  const same = after.filter(
    (row) => row.method === method && row.route === route && row.cause !== CLIENT_CLOSED,
  );
  const passed = same.findIndex((row) => row.code === '');
  const rows = passed < 0 ? same : same.slice(0, passed + 1);
  const success = passed < 0 ? undefined : rows.at(-1);
  const shown = rows.slice(0, SHOWN_RETRIES).map((row) => requestRowAsWire(row, facts));
  const again = await againIn(options, facts, neighbours);
  const rest = { rows: shown, ...(again ? { again } : {}) };
  // Of a key that calls all the time only the nearest calls were read: the store has to count.
  if (success === undefined && after.length >= MOST_NEIGHBOURS) {
    const { attempts, after_ms } = await countedOutcome(options, facts);
    return { attempts, succeeded: after_ms !== null, succeeded_after_ms: after_ms, ...rest };
  }
  return {
    attempts: rows.length,
    succeeded: success !== undefined,
    succeeded_after_ms: success ? msAfter(readyMs, Date.parse(success.at)) : null,
    ...rest,
  };
}

function msAfter(readyMs: number, ms: number): number {
  return Math.max(0, Math.round(ms - readyMs));
}

async function countedOutcome(
  { clickhouse }: LookupOptions,
  { request, readyMs }: RequestFacts,
  same?: { readonly target: string; readonly content: string },
): Promise<{ attempts: number; after_ms: number | null }> {
  const { key_id: keyId, method, route } = request;
  const call = { keyId, method, route, ...(same ? { same } : {}) };
  const range = { fromMs: Math.floor(readyMs) + 1, toMs: readyMs + RETRY_WINDOW_MS };
  const { attempts, passed_ms } = await retryOutcome(clickhouse, call, range);
  return { attempts, after_ms: passed_ms === null ? null : msAfter(readyMs, passed_ms) };
}

async function againIn(
  options: LookupOptions,
  facts: RequestFacts,
  neighbours: Neighbours,
): Promise<Again | undefined> {
  const { code, status } = facts.request;
  const call = callOf(facts);
  const blamesContent = classOf(options.profile, code ?? '', status) === 'invalid';
  const { readyMs } = facts;
  const again = againOf({ ...call, readyMs, blamesContent }, neighbours);
  const isPartial = neighbours.after.length >= MOST_NEIGHBOURS;
  if (!isPartial || again?.call !== 'same' || again.succeeded_after_ms !== null) return again;
  const { attempts, after_ms } = await countedOutcome(options, facts, call);
  return { call: 'same', attempts, succeeded_after_ms: after_ms };
}

function callOf({ request }: RequestFacts): { target: string; content: string } {
  const { attributes } = request;
  return { target: attributes[ATTR.callTarget] ?? '', content: attributes[ATTR.callContent] ?? '' };
}

/** Without its fingerprints; what they say of it stays. */
function requestRowAsWire(
  { call_target, call_content, ...row }: CalledRow,
  facts: RequestFacts,
): RequestRow {
  const { target, content } = callOf(facts);
  if (
    target === '' ||
    call_target !== target ||
    content === UNREAD_CONTENT ||
    call_content === UNREAD_CONTENT
  )
    return row;
  return { ...row, call: call_content === content ? 'same' : 'other_content' };
}

async function blastOf(
  { clickhouse }: LookupOptions,
  { request, readyMs }: RequestFacts,
): Promise<RequestContext['blast']> {
  const { code, route } = request;
  if (code === null) return null;
  const middle = Math.floor(readyMs / MINUTE_MS) * 60;
  const rows = await outcomesByOrg(clickhouse, {
    code,
    route,
    from: middle - BLAST_MINUTES * 60,
    to: middle + (BLAST_MINUTES + 1) * 60,
  });
  const hit = rows.filter(({ errors }) => errors > 0);
  return {
    window_minutes: BLAST_MINUTES,
    requests: rows.reduce((sum, { requests }) => sum + requests, 0),
    errors: rows.reduce((sum, { errors }) => sum + errors, 0),
    orgs_hit: hit.filter(({ org }) => org !== '').length,
    by_org: hit.slice(0, SHOWN_ORGS).map(({ org, errors }) => ({ org, errors })),
  };
}

async function alertOf(
  options: LookupOptions,
  facts: RequestFacts,
): Promise<RequestContext['alert']> {
  const { code, status, route, org } = facts.request;
  if (code === null) return null;
  const asked = options.alertsAt([{ at: new Date(facts.readyMs), code, status, route, org }]);
  const [alert = null] = await withStallTolerantTimeout(PROMPT_READ_MS, asked, () => []);
  return alert;
}

/** What there is to say of a trace that has no request event. */
export const NO_CONTEXT: RequestContext = { retries: null, blast: null, timeline: [], alert: null };
