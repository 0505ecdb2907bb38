import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A call of a route of the console's listener. */
export interface RouteCall {
  readonly method: string;
  /** As it is declared, such as `/support/v1/keys/:id`. */
  readonly route: string;
  /** With an id in its place, and a query. */
  readonly path: string;
  readonly body: object | undefined;
  /** True of what changes or gives out something. */
  readonly writes: boolean;
}

const MATCHERS = [{ codes: ['internal_error'] }];
/** What takes a body to be read at all, and what takes a query. */
const BODIES: Readonly<Record<string, object>> = {
  '/support/v1/requests/likely': {
    clues: [{ kind: 'code', value: 'internal_error', label: 'internal_error', sure: true }],
  },
  '/support/v1/alert-rules/preview': {
    name: 'x',
    codes: ['internal_error'],
    measure: 'count',
    threshold: 1,
    window_s: 60,
    severity: 'notice',
  },
  '/support/v1/silences/preview': { matchers: MATCHERS },
  '/support/v1/maintenance/preview': {
    title: 'x',
    matchers: MATCHERS,
    effect: 'mute',
    time_zone: 'Europe/Berlin',
    starts: '2030-01-01T10:00',
    duration_min: 60,
  },
};

const QUERIES: Readonly<Record<string, string>> = {
  '/support/v1/dashboard/top': '?code=internal_error',
  '/support/v1/replies/uses': '?code=internal_error',
  '/support/v1/views': '?place=explore',
  '/support/v1/maintenance/occurrences': '?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z',
};

/**
 * One call of each route in docs/routes.md, which a test holds to what is registered; `ids` by the
 * folder that they are looked for in, such as `requests`.
 */
export function consoleCalls(ids: Readonly<Record<string, string>>): RouteCall[] {
  const text = readFileSync(join(import.meta.dirname, '../../docs/routes.md'), 'utf8');
  return [...text.matchAll(/^\| `(\w+) (\S+)` \|(.*)$/gm)].map(
    ([, method = '', route = '', rest]) => {
      const folder = route.split('/').at(-2) ?? '';
      const path = route
        .replace(/\/\*$/, '/')
        .replace(':code', 'internal_error')
        .replace(':id', ids[route.split('/')[3] ?? folder] ?? 'none_1');
      const text = `${Object.values(ids).join(' ')} and req_0123456789abcdef`;
      const body = route.endsWith('/lookups') ? { text } : (BODIES[route] ?? {});
      const writes = /\b(change|export)\b/.test(rest ?? '');
      return {
        method,
        route,
        path: path + (QUERIES[route] ?? ''),
        body: method === 'GET' ? undefined : body,
        writes,
      };
    },
  );
}
