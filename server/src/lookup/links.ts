import type { DossierFound } from '@request-desk/shared/dossier';
import { docsUrlOf } from '@request-desk/shared/profile-codes';
import type { LookupOptions } from './sources.ts';

type Places = Pick<
  LookupOptions,
  'clickhouse' | 'profile' | 'consoleUrl' | 'publicApiUrl' | 'sentry'
>;

/**
 * Addresses to open and queries to copy; a trace without a request is named by its own id. The ids are
 * canonical, so nothing needs quoting.
 */
export function linksOf(
  { clickhouse, profile, consoleUrl, publicApiUrl }: Places,
  ids: { readonly requestId: string; readonly traceId: string },
  code: string | null,
  day: string,
): DossierFound['links'] {
  const { requestId, traceId } = ids;
  const [id, named] = requestId ? [requestId, 'request_id'] : [traceId, 'trace_id'];
  return {
    permalink: `${consoleUrl()}/r/${id}`,
    docs: code === null ? null : docsUrlOf(profile, code, publicApiUrl()),
    log_query: `grep -F '"${named}":"${id}"'`,
    sentry_query: requestId ? `request_id:${id}` : `trace:${id}`,
    clickhouse_query:
      `SELECT * FROM \`${clickhouse.database}\`.otel_logs WHERE TraceId = '${traceId}' ` +
      `AND toDate(Timestamp) BETWEEN toDate('${day}') - 1 AND toDate('${day}') + 1 ORDER BY Timestamp`,
  };
}

/** Sentry's pages for one request and for `query`; nulls where Sentry is not configured or was not told. */
export function sentryLinks(
  { sentry }: Places,
  query: string,
  eventId: string,
): DossierFound['sentry'] {
  const base = sentry.url?.replace(/\/$/, '');
  const home = base && sentry.org ? `${base}/organizations/${sentry.org}` : undefined;
  const known = /^[0-9a-f]{32}$/.test(eventId) ? eventId : null;
  const project = sentry.project;
  return {
    event_id: known,
    event_url: home && known && project ? `${home}/projects/${project}/events/${known}/` : null,
    search_url: home ? `${home}/issues/?query=${encodeURIComponent(query)}` : null,
  };
}
