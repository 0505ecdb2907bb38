import type { DossierFound, DossierSpan } from '@request-desk/shared/dossier';
import { isTraceId } from '@request-desk/shared/ids';
import { docsUrlOf } from '@request-desk/shared/profile-codes';
import { traceUrl } from './link-variables.ts';
import { sentryIssuesUrl, sentryOrgUrl } from './sentry-address.ts';
import type { LookupOptions } from './sources.ts';

type Places = Pick<
  LookupOptions,
  'clickhouse' | 'profile' | 'consoleUrl' | 'publicApiUrl' | 'sentry' | 'traceUrlTemplate'
>;

/**
 * Addresses to open and queries to copy; a trace without a request is named by its own id. The ids are
 * canonical, so nothing needs quoting.
 */
export function linksOf(
  { clickhouse, profile, consoleUrl, publicApiUrl, traceUrlTemplate }: Places,
  ids: { readonly requestId: string; readonly traceId: string },
  code: string | null,
  day: string,
): DossierFound['links'] {
  const { requestId, traceId } = ids;
  const [id, named] = requestId ? [requestId, 'request_id'] : [traceId, 'trace_id'];
  return {
    permalink: `${consoleUrl()}/r/${id}`,
    docs: code === null ? null : docsUrlOf(profile, code, publicApiUrl()),
    trace_url: traceUrl(traceUrlTemplate, traceId),
    log_query: `grep -F '"${named}":"${id}"'`,
    sentry_query: requestId ? `request_id:${id}` : `trace:${id}`,
    clickhouse_query:
      `SELECT * FROM \`${clickhouse.database}\`.otel_logs WHERE TraceId = '${traceId}' ` +
      `AND toDate(Timestamp) BETWEEN toDate('${day}') - 1 AND toDate('${day}') + 1 ORDER BY Timestamp`,
  };
}

/** One call names one; more are somebody's play. */
const MOST_CLIENT_TRACES = 3;

/** Traces of the client's own that it named by `traceparent`: the API keeps them as links of its spans. */
export function clientTraces(
  { traceUrlTemplate }: Places,
  spans: readonly DossierSpan[],
): NonNullable<DossierFound['links']['client_traces']> {
  const linked = spans.filter(({ own }) => own).flatMap(({ links }) => links);
  const ids = new Set(linked.map(({ trace_id }) => trace_id).filter(isTraceId));
  return [...ids]
    .slice(0, MOST_CLIENT_TRACES)
    .map((trace_id) => ({ trace_id, url: traceUrl(traceUrlTemplate, trace_id) }));
}

/** Sentry's pages for one request and for `query`; nulls where Sentry is not configured or was not sent it. */
export function sentryLinks(
  { sentry }: Places,
  query: string,
  eventId: string,
): DossierFound['sentry'] {
  const home = sentryOrgUrl(sentry);
  const known = /^[0-9a-f]{32}$/.test(eventId) ? eventId : null;
  const project = sentry.project;
  return {
    event_id: known,
    event_url: home && known && project ? `${home}/projects/${project}/events/${known}/` : null,
    search_url: sentryIssuesUrl(sentry, { query }),
  };
}
