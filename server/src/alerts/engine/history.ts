import { STEP_S } from './bucket.ts';
import { byName } from './by-name.ts';
import type { ErrorCounts } from './count-errors.ts';
import { errorsBy, errorsOnRoute, mainRouteIn, requestsOf, worstNames } from './hits.ts';
import type { Slice } from './slice.ts';
import { type EngineState, WINDOW } from './state.ts';

/** Seconds in a cell of the history, and the cells that are kept: with the window, six hours. */
export const CELL_S = 300;
const CELLS = 72;
/** Only the organisations and routes that fail most are named in a cell: its size is bounded. */
const NAMED_ORGS = 24;
const NAMED_ROUTES = 200;
const NAMED_HITTERS = 3;

/** Folds the five minutes that begin to leave the window into a cell of the history. */
export function withHistory(state: EngineState): EngineState['history'] {
  const { history, window } = state;
  const first = window[0];
  if (window.length < WINDOW || !first || first.t % CELL_S !== 0) return history;
  if (history.at(-1)?.t === first.t) return history;
  const slices = window.filter(({ t, kind }) => t < first.t + CELL_S && kind !== 'missing');
  if (slices.length === 0) return history;
  const oldest = first.t - (CELLS - 1) * CELL_S;
  return [...history.filter(({ t }) => t >= oldest), cellOf(first.t, slices)];
}

/** History and window in one, oldest first, about from `from` on; nothing is in it twice. */
export function since({ history, window }: Pick<EngineState, 'history' | 'window'>, from: number) {
  const newest = history.at(-1);
  const covered = newest ? newest.t + CELL_S : 0;
  const cells = history.filter(({ t }) => t + CELL_S > from);
  return [...cells, ...window.filter(({ t }) => t >= from && t >= covered)];
}

/** Seconds that a slice of the history or of the window covers. */
export function secondsOf({ t }: Slice, { history }: Pick<EngineState, 'history'>): number {
  const newest = history.at(-1);
  return newest && t <= newest.t ? CELL_S : STEP_S;
}

function cellOf(t: number, slices: readonly Slice[]): Slice {
  const failing = errorsBy(slices, '500', 'orgs');
  const orgs = worstNames(failing, NAMED_ORGS);
  const sent = new Map<string, number>();
  for (const slice of slices)
    for (const route in slice.routes)
      sent.set(route, (sent.get(route) ?? 0) + (slice.routes[route] ?? 0));
  const routes = worstNames(sent, NAMED_ROUTES);
  const record = (names: readonly string[], of: (name: string) => number) =>
    byName(names.flatMap((name) => (of(name) > 0 ? [[name, of(name)] as const] : [])));
  const limited = (by: 'orgs' | 'routes') => errorsBy(slices, '429', by);
  const [limitedOrgs, limitedRoutes] = [limited('orgs'), limited('routes')];
  const failingRoutes = errorsBy(slices, '500', 'routes');
  const total = (status: '500' | '429') =>
    slices.reduce((sum, slice) => sum + slice.errors[status].total, 0);
  const errors500: ErrorCounts = {
    total: total('500'),
    orgs: record(orgs, (org) => failing.get(org) ?? 0),
    routes: record(routes, (route) => failingRoutes.get(route) ?? 0),
    hitters: Object.fromEntries(
      worstNames(failingRoutes, NAMED_ROUTES).map((route) => {
        const hit = errorsOnRoute(slices, '500', route);
        const named = worstNames(hit, NAMED_HITTERS);
        return [route, record(named, (org) => hit.get(org) ?? 0)];
      }),
    ),
    mainRoute: byName(orgs.map((org) => [org, mainRouteIn(slices, org)] as const)),
  };
  return {
    t,
    kind: 'seen',
    requests: slices.reduce((sum, slice) => sum + slice.requests, 0),
    orgs: record(orgs, (org) => requestsOf(slices, '429', 'orgs', org)),
    routes: record(routes, (route) => sent.get(route) ?? 0),
    errors: {
      '500': errors500,
      '429': {
        total: total('429'),
        hitters: byName(),
        mainRoute: byName(),
        orgs: record(orgs, (org) => limitedOrgs.get(org) ?? 0),
        routes: record(routes, (route) => limitedRoutes.get(route) ?? 0),
      },
    },
  };
}
