import { ATTR } from '@request-desk/shared/attributes';
import type { DossierLog, DossierSpan } from '@request-desk/shared/dossier';
import { REQUEST_EVENTS } from '@request-desk/shared/legacy-contract';
import type { StoredRecord } from '../clickhouse/queries/lookup-logs.ts';
import type { StoredSpan } from '../clickhouse/queries/lookup-spans.ts';

type From = Pick<StoredSpan, 'service' | 'sender' | 'own'>;

/** The API's own name is reserved: what another sender calls so is shown as that sender's. */
function serviceOf({ service, sender, own }: From, ours: string): string {
  return own === 0 && sender !== '' && service === ours ? `${service} (says ${sender})` : service;
}

/** Spans with times relative to `startUs`, the begin of the trace in microseconds. */
export function dossierSpans(
  spans: readonly StoredSpan[],
  startUs: number,
  ours: string,
): DossierSpan[] {
  return spans.map((span) => ({
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
export function dossierLogs(
  records: readonly StoredRecord[],
  startUs: number,
  ours: string,
): DossierLog[] {
  return records
    .map((record) => ({
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
    }))
    .sort((a, b) => a.offset_us - b.offset_us);
}

function lineOf(event: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    LINE.flatMap((name) => (event[name] === undefined ? [] : [[name, event[name]]])),
  );
}
