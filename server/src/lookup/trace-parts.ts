import { ATTR } from '@request-desk/shared/attributes';
import type { DossierFound, DossierLog, DossierSpan } from '@request-desk/shared/dossier';
import { REQUEST_EVENTS } from '@request-desk/shared/legacy-contract';
import type { StoredRecord } from '../clickhouse/queries/lookup-logs.ts';
import type { StoredSpan } from '../clickhouse/queries/lookup-spans.ts';
import { mapInTurns } from '../workers/loop-turns.ts';
import type { RequestFacts } from './stored-event.ts';

type From = Pick<StoredSpan, 'service' | 'sender' | 'own'>;

/** The API's own name is reserved: what another sender calls so is shown as that sender's. */
function serviceOf({ service, sender, own }: From, ours: string): string {
  return own === 0 && sender !== '' && service === ours ? `${service} (says ${sender})` : service;
}

/** Spans with times relative to `startUs`, the begin of the trace in microseconds. */
function dossierSpans(
  spans: readonly StoredSpan[],
  startUs: number,
  ours: string,
): Promise<DossierSpan[]> {
  return mapInTurns(spans, (span) => ({
    span_id: span.span_id,
    parent_span_id: span.parent_span_id,
    name: span.name,
    kind: span.kind,
    service: serviceOf(span, ours),
    sender: span.sender,
    own: span.own === 1,
    offset_us: span.start_us - startUs,
    duration_us: span.duration_us,
    status: span.status === 'Error' || span.status === 'Ok' ? span.status : 'Unset',
    status_message: span.status_message,
    attributes: span.left_out === 0 ? span.attributes : leftOut(span.left_out),
    events: span.event_names.map((name, i) => ({
      name,
      offset_us: (span.event_times_us[i] ?? startUs) - startUs,
      attributes: span.event_attributes[i] ?? {},
    })),
    links: span.link_traces.map((trace_id, i) => ({
      trace_id,
      span_id: span.link_spans[i] ?? '',
      attributes: span.link_attributes[i] ?? {},
    })),
  }));
}

/** Says what is not there, where the attributes would be. */
function leftOut(bytes: number): Record<string, string> {
  return { 'request_desk.left_out': `${bytes} bytes: more than one answer holds` };
}

/** What the request event's line on stdout says; the rest of the event stands with the request. */
const LINE = [ATTR.errorCode, ATTR.cause, ATTR.status, ATTR.route, ATTR.orgId, ATTR.durationMs];

/** Log lines of the trace in order of time; the request event is the line of its request. */
async function dossierLogs(
  records: readonly StoredRecord[],
  startUs: number,
  ours: string,
): Promise<DossierLog[]> {
  const lines = await mapInTurns(records, (record) => ({
    at: new Date(record.at_us / 1000).toISOString(),
    offset_us: record.at_us - startUs,
    severity: record.severity,
    service: serviceOf(record, ours),
    sender: record.sender,
    own: record.own === 1,
    span_id: record.span_id,
    body: record.body,
    attributes: REQUEST_EVENTS.includes(record.event)
      ? lineOf(record.attributes)
      : record.attributes,
  }));
  return lines.sort((a, b) => a.offset_us - b.offset_us);
}

function lineOf(event: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    LINE.flatMap((name) => (event[name] === undefined ? [] : [[name, event[name]]])),
  );
}

/** What is stored of a trace; times are relative to `startMs`. */
export interface TraceParts
  extends Pick<DossierFound, 'spans' | 'logs' | 'truncated' | 'trace_start'> {
  readonly startMs: number;
}

/** Spans and log lines of a trace, `ours` being the name of the API's own service. */
export async function traceParts(
  records: readonly StoredRecord[],
  spans: readonly StoredSpan[],
  facts: RequestFacts | undefined,
  ours: string,
): Promise<TraceParts> {
  const startUs = Math.round(facts ? startOf(facts, spans) : firstOf(spans, records));
  return {
    startMs: startUs / 1000,
    trace_start: new Date(startUs / 1000).toISOString(),
    spans: await dossierSpans(spans, startUs, ours),
    logs: await dossierLogs(records, startUs, ours),
    truncated: { spans: isCut(spans), logs: isCut(records) },
  };
}

/** Long before the request no caller of it began: such a clock is wrong. */
const LONG_BEFORE_US = 3_600_000_000;

function startOf({ startMs }: RequestFacts, spans: readonly StoredSpan[]): number {
  const starts = spans.map((span) => span.start_us);
  return starts
    .filter((us) => us > startMs * 1000 - LONG_BEFORE_US)
    .reduce((min, us) => Math.min(min, us), startMs * 1000);
}

function firstOf(spans: readonly StoredSpan[], records: readonly StoredRecord[]): number {
  const times = [...spans.map(({ start_us }) => start_us), ...records.map(({ at_us }) => at_us)];
  return times.reduce((min, us) => Math.min(min, us));
}

function isCut(rows: readonly { readonly total?: number | undefined }[]): boolean {
  return (rows[0]?.total ?? 0) > rows.length;
}
