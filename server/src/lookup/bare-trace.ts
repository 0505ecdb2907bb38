import type { Claim, DossierFound, DossierSpan } from '@request-desk/shared/dossier';
import { idOfTrace } from '@request-desk/shared/id-trace';
import { isoDay } from '../clickhouse/queries/day-range.ts';
import { NO_CONTEXT } from './context.ts';
import { linksOf, sentryLinks } from './links.ts';
import type { LookupOptions } from './sources.ts';
import type { TraceParts } from './trace-parts.ts';
import { claim, sayCount, saySender } from './verdicts/evidence.ts';

/** Whose word that is, where it is not the API's own. */
function sendersOf({ spans, logs }: Pick<TraceParts, 'spans' | 'logs'>): string {
  const others = [...spans, ...logs].filter(({ own }) => !own);
  const names = [...new Set(others.map(({ sender }) => saySender(sender)))].slice(0, 5);
  return names.length === 0 ? '' : `, as it came ${names.join(' and ')}`;
}

/** What was asked for; a trace of another service has no request id. */
interface BareTrace {
  readonly asked: string;
  readonly requestId: string | undefined;
  readonly traceId: string;
}

/** The dossier of spans or logs alone: another service's trace, or an event that was lost. */
export function withoutEvent(
  options: LookupOptions,
  { asked, traceId, requestId }: BareTrace,
  { startMs, ...parts }: TraceParts,
): DossierFound {
  const id = requestId ?? idOfTrace(options.profile.request_id, traceId) ?? '';
  const links = linksOf(options, { requestId: id, traceId }, null, isoDay(startMs));
  return {
    found: true,
    request_id: id,
    trace_id: traceId,
    asked,
    request: null,
    ...parts,
    verdict: {
      summary: summaryOf(parts),
      claims: [recordedBy(parts), ...failures(parts), ...errorLines(parts)],
    },
    remediation: null,
    reply: null,
    sentry: sentryLinks(options, links.sentry_query, ''),
    context: NO_CONTEXT,
    links,
    data_current_to: options.watermark.currentTo(),
  };
}

type Parts = Pick<TraceParts, 'spans' | 'logs'>;

const isFailed = ({ status }: DossierSpan) => status === 'Error';

function summaryOf({ spans, logs }: Parts): string {
  const failed = spans.filter(isFailed).length;
  const of = failed === 0 ? '' : `, of which ${failed} failed`;
  return `A trace without a request: ${sayCount(spans.length, 'span')}${of}, ${sayCount(logs.length, 'log line')}.`;
}

function recordedBy(parts: Parts): Claim {
  const { spans } = parts;
  const services = [...new Set(spans.map(({ service }) => service))].filter(Boolean);
  return claim(
    `It was recorded by ${services.join(', ') || 'a service without a name'}${sendersOf(parts)}; the API wrote no request event into it.`,
    {
      kind: 'span',
      label: sayCount(spans.length, 'span'),
      rows: spans
        .slice(0, 10)
        .map(({ service, name, duration_us }) => ({ service, name, duration_us })),
    },
  );
}

/** The innermost failure: what is above it failed because of it. */
function failures({ spans }: Parts): Claim[] {
  const failed = spans.filter(isFailed);
  const above = new Set(failed.map(({ parent_span_id }) => parent_span_id));
  const inner = failed.find(({ span_id }) => !above.has(span_id)) ?? failed[0];
  if (inner === undefined) return [];
  const why = inner.status_message ? `: ${inner.status_message}` : '';
  const rows = failed
    .slice(0, 10)
    .map(({ service, name, status_message }) => ({ service, name, status_message }));
  return [
    claim(`It broke in the step “${inner.name}” of ${inner.service}${why}.`, {
      kind: 'span',
      label: sayCount(failed.length, 'failed span'),
      ref: inner.span_id,
      rows,
    }),
  ];
}

function errorLines({ logs }: Parts): Claim[] {
  const errors = logs.filter(({ severity }) => /^(error|fatal)/i.test(severity));
  const [first] = errors;
  if (first === undefined) return [];
  const rows = errors.slice(0, 10).map(({ at, service, body }) => ({ at, service, body }));
  return [
    claim(
      `${sayCount(errors.length, 'log line')} of it ${errors.length === 1 ? 'is an error' : 'are errors'}.`,
      {
        kind: 'log',
        label: sayCount(errors.length, 'error line'),
        rows,
      },
    ),
  ];
}
