import { ATTR } from '@request-desk/shared/attributes';
import type { DossierFound, RequestContext, Verdict } from '@request-desk/shared/dossier';
import { type DayRange, isoDay } from '../clickhouse/queries/day-range.ts';
import { recordsOfTrace, type StoredRecord } from '../clickhouse/queries/lookup-logs.ts';
import { spansOfTrace } from '../clickhouse/queries/lookup-spans.ts';
import { storeAway } from '../clickhouse/store-away.ts';
import { withoutEvent } from './bare-trace.ts';
import { callerOf, type KnownCaller } from './caller.ts';
import { contextOf, type Neighbours, NO_CONTEXT, neighboursOf } from './context.ts';
import { clientTraces, linksOf, sentryLinks } from './links.ts';
import { remediationOf } from './remediation.ts';
import { draftsOf, type ReplyContext } from './reply/dossier-replies.ts';
import type { LookupOptions } from './sources.ts';
import { factsOf, type RequestFacts } from './stored-event.ts';
import { type TraceParts, traceParts } from './trace-parts.ts';
import type { FailedRequest } from './verdicts/failed-request.ts';
import { firstVerdict, type Judged, verdictOf } from './verdicts/judge.ts';
import { contextAwayClaim } from './verdicts/no-context.ts';
import { unknownClaims } from './verdicts/no-directory.ts';
import { routeNowAsWire } from './verdicts/route-now.ts';

const MOST_SPANS = 10_000;
const MOST_RECORDS = 2_000;

/** A trace to read, and where. */
export interface TraceQuestion {
  readonly asked: string;
  readonly requestId: string | undefined;
  readonly traceId: string;
  readonly days: DayRange;
}

/** Called with what the request's event alone says, while the rest is still being read. */
export type OnEvent = (summary: DossierFound) => void;

/** Builds the dossier of a trace, or undefined when nothing of it is stored in those days. */
export async function buildDossier(
  options: LookupOptions,
  question: TraceQuestion,
  onEvent?: OnEvent,
): Promise<DossierFound | undefined> {
  const { clickhouse } = options;
  const { traceId, days } = question;
  const reading = recordsOfTrace(clickhouse, traceId, days, MOST_RECORDS);
  const [records, spans, known] = await Promise.all([
    reading,
    spansOfTrace(clickhouse, traceId, days, MOST_SPANS),
    reading.then((rows) => eventOf(options, question, rows, onEvent)),
  ]);
  if (records.length === 0 && spans.length === 0) return undefined;
  const parts = await traceParts(records, spans, known?.facts, options.profile.service);
  if (known === undefined) return withoutEvent(options, question, parts);
  return await withEvent(options, question, known, parts);
}

/** What is known of a request before its spans are. */
interface KnownEvent {
  readonly facts: RequestFacts;
  readonly caller: KnownCaller;
  /** Undefined: the store, or the part of it that holds them, is away. */
  readonly neighbours: Neighbours | undefined;
}

/**
 * The event among the records of a trace, who called, and what the key did around it; tells at once
 * what the event alone says.
 */
async function eventOf(
  options: LookupOptions,
  { asked }: TraceQuestion,
  records: readonly StoredRecord[],
  onEvent: OnEvent | undefined,
): Promise<KnownEvent | undefined> {
  const facts = records.map(factsOf).find((found) => found !== undefined);
  if (facts === undefined) return undefined;
  const around = neighboursOf(options, facts).catch(storeAway);
  // It is awaited below, unless something else fails before that.
  around.catch(() => undefined);
  const caller = await callerOf(options, facts.request);
  if (onEvent) {
    const verdict = await firstVerdict({ sources: caller.sources, facts, key: caller.key });
    const { key, replacement, holders, orgName } = caller;
    const event = { facts, asked, orgName };
    onEvent(summaryOf(options, event, verdict, { key, replacement, holders }));
  }
  return { facts, caller, neighbours: await around };
}

async function withEvent(
  options: LookupOptions,
  { asked }: TraceQuestion,
  { facts, caller, neighbours }: KnownEvent,
  { startMs: _startMs, ...parts }: TraceParts,
): Promise<DossierFound> {
  const { sentry } = aboutRequest(options, { facts, asked, orgName: '' });
  const { spans, logs } = parts;
  const { sources, key, replacement, holders, orgName } = caller;
  const known = { sources, facts, spans, logs, sentry, key, holders };
  const whole = neighbours && (await inContext(options, { ...known, neighbours }).catch(storeAway));
  const { context, verdict, recovery } = whole ?? (await withoutContext(known));
  const about = aboutRequest(
    options,
    { facts, asked, orgName },
    {
      key,
      replacement,
      holders,
      context,
      recovery,
    },
  );
  return {
    ...about,
    ...parts,
    links: { ...about.links, client_traces: clientTraces(options, spans) },
    verdict,
    context: recovery ? { ...context, route_now: routeNowAsWire(recovery) } : context,
  };
}

interface InContext extends Judged {
  readonly context: RequestContext;
}

/** What the calls around a request say of it; throws StoreUnavailable. */
async function inContext(options: LookupOptions, request: FailedRequest): Promise<InContext> {
  const around = contextOf(options, request.facts, request.neighbours);
  const [context, judged] = await Promise.all([around, verdictOf(request, around)]);
  return { context, ...judged };
}

/** A request's own rows are on one shard: they are shown though others are away, which is said. */
async function withoutContext(
  known: Pick<FailedRequest, 'sources' | 'facts' | 'key'>,
): Promise<InContext> {
  const { summary, claims } = await firstVerdict(known);
  const unknown = [...unknownClaims(known), contextAwayClaim(known.facts)];
  const verdict = { summary, claims: [...claims, ...unknown] };
  return { context: NO_CONTEXT, verdict, recovery: undefined };
}

type AboutRequest = Omit<
  DossierFound,
  'trace_start' | 'spans' | 'logs' | 'truncated' | 'verdict' | 'context'
>;

/** An event that was asked for. */
interface AskedEvent {
  readonly facts: RequestFacts;
  /** As it was spelled. */
  readonly asked: string;
  /** Empty where it is not known. */
  readonly orgName: string;
}

/** The dossier without spans, logs, evidence and context; it says so itself. */
export function summaryOf(
  options: LookupOptions,
  event: AskedEvent,
  verdict: Verdict,
  more: ReplyContext = {},
): DossierFound {
  return {
    ...aboutRequest(options, event, more),
    trace_start: event.facts.request.started_at,
    spans: [],
    logs: [],
    truncated: { spans: true, logs: true },
    verdict,
    context: NO_CONTEXT,
    summary_only: true,
  };
}

/** What follows from the request event alone. */
function aboutRequest(
  options: LookupOptions,
  { facts, asked, orgName }: AskedEvent,
  more: ReplyContext = {},
): AboutRequest {
  const { requestId, traceId, request, startMs } = facts;
  const links = linksOf(options, { requestId, traceId }, request.code, isoDay(startMs));
  return {
    found: true,
    request_id: requestId,
    trace_id: traceId,
    asked,
    request: { ...request, org_name: orgName },
    remediation: remediationOf(options.profile, facts),
    ...draftsOf(options, facts, links.docs ?? '', more),
    sentry: sentryLinks(options, links.sentry_query, request.attributes[ATTR.sentryEventId] ?? ''),
    links,
    data_current_to: options.watermark.currentTo(),
  };
}
