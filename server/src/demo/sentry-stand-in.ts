import { hash } from 'node:crypto';
import type { SentrySettings } from '@request-desk/fastify/settings';
import { DAY_MS } from '@request-desk/shared/durations';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ClickHouse } from '../clickhouse/client.ts';
import { contentPolicy } from '../console/guard/security-headers.ts';
import { inputOf } from '../console/input.ts';
import { escapeHtml } from '../http/html-escape.ts';
import { needs } from '../http/route-access.ts';

const PATH = '/demo/sentry';

/** In the demo without Sentry, its links lead to a page of the console that says so. */
export function standInSentry(consoleUrl: () => string): SentrySettings {
  return {
    dsn: undefined,
    org: 'demo',
    project: 'demo',
    get url() {
      return `${consoleUrl().replace(/\/$/, '')}${PATH}`;
    },
  };
}

const asked = z.object({
  query: z.string().max(500).default(''),
  start: z.iso.datetime().optional(),
  end: z.iso.datetime().optional(),
});
const issue = z.object({
  type: z.string(),
  route: z.string(),
  events: z.number(),
  first: z.string(),
  last: z.string(),
  sample: z.string(),
});
type Issue = z.infer<typeof issue>;

interface StandInOptions {
  readonly clickhouse: Pick<ClickHouse, 'query'>;
  readonly now: () => number;
}

/** Exceptions of the store, grouped as Sentry would group them: where the demo's Sentry links lead. */
export async function sentryStandIn(
  app: FastifyInstance,
  { clickhouse, now }: StandInOptions,
): Promise<void> {
  const url = `${PATH}/organizations/demo/issues/`;
  app.get(url, needs('support', 'desk:read'), async (request, reply) => {
    const { query, start, end } = inputOf(asked, request.query);
    const id = /request_id:(req_[0-9a-f]{16})/.exec(query)?.[1] ?? '';
    const to = end ?? new Date(now()).toISOString();
    const from = start ?? new Date(now() - 30 * DAY_MS).toISOString();
    const issues = await clickhouse.query(ISSUES, { from, to, id }, issue);
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', contentPolicy({ style: `sha256-${STYLE_HASH}` }))
      .send(page(query, issues));
  });
}

const ISSUES = `SELECT ExceptionType AS type, Route AS route, toUInt32(count()) AS events,
    toString(min(Timestamp)) AS first, toString(max(Timestamp)) AS last,
    argMax(RequestId, Timestamp) AS sample
  FROM api_requests FINAL
  WHERE Timestamp >= parseDateTime64BestEffort({from:String}, 3)
    AND Timestamp <= parseDateTime64BestEffort({to:String}, 3) + INTERVAL 1 SECOND
    AND ExceptionType != '' AND ({id:String} = '' OR RequestId = {id:String})
  GROUP BY type, route ORDER BY events DESC LIMIT 20`;

function page(query: string, issues: readonly Issue[]): string {
  const rows = issues.map(
    ({ type, route, events, first, last, sample }) => `<tr><th scope="row">${escapeHtml(type)}</th>
      <td>${escapeHtml(route)}</td><td>${events}</td><td>${escapeHtml(first.slice(0, 19))}</td>
      <td>${escapeHtml(last.slice(0, 19))}</td><td><a href="/r/${escapeHtml(sample)}">${escapeHtml(sample)}</a></td></tr>`,
  );
  const none = '<p>No exception of that search is stored.</p>';
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>A stand-in for Sentry · Request Desk demo</title>
    <style>${STYLE}</style>
  </head>
  <body>
    <main>
      <p class="mark" role="note"><strong>This is not Sentry.</strong> It is a stand-in of the demo, because
        no <code>SENTRY_DSN</code> is set. With <code>SENTRY_DSN</code>, <code>SENTRY_URL</code>,
        <code>SENTRY_ORG</code> and <code>SENTRY_PROJECT</code> the link opens your Sentry with this search.</p>
      <h1>Issues</h1>
      <p>Search: <code>${escapeHtml(query || 'none')}</code></p>
      ${rows.length === 0 ? none : `<table><thead><tr><th scope="col">Exception</th><th scope="col">Route</th><th scope="col">Events</th><th scope="col">First seen (UTC)</th><th scope="col">Last seen (UTC)</th><th scope="col">Newest request</th></tr></thead><tbody>${rows.join('')}</tbody></table>`}
      <p><a href="/">Back to the console</a></p>
    </main>
  </body>
</html>
`;
}

const STYLE = `:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}main{max-width:60rem;margin:2rem auto;padding:0 1rem}.mark{border:1px solid #c77800;border-radius:8px;padding:.75rem 1rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #8884}`;
const STYLE_HASH = hash('sha256', STYLE, 'base64');
