import type { SentrySettings } from '@request-desk/fastify/settings';

/** The organisation's pages in Sentry; undefined where Sentry's address or organisation is not configured. */
export function sentryOrgUrl({ url, org }: SentrySettings): string | undefined {
  if (!url || !org) return undefined;
  return `${url.replace(/\/+$/, '')}/organizations/${encodeURIComponent(org)}`;
}

/** Sentry's issues that match `search`; null where Sentry is not configured. */
export function sentryIssuesUrl(
  settings: SentrySettings,
  search: Readonly<Record<'query', string> & Partial<Record<'start' | 'end', string>>>,
): string | null {
  const home = sentryOrgUrl(settings);
  return home === undefined ? null : `${home}/issues/?${new URLSearchParams(search)}`;
}
