import type { AlertSet } from './alert-set.ts';
import { mainRouteIn } from './hits.ts';
import { MOSTLY, type View } from './judge-500.ts';
import { scopeOf } from './scope.ts';
import type { FiringAlert } from './state.ts';

const RECENT = 12;

/** True when an org's 500s are mostly on a route that fires for itself. */
export function isOnFiringRoute(view: View, alerts: AlertSet, org: string): boolean {
  const slices = view.window.slice(-RECENT);
  const [route, errors] = mainRouteIn(slices, org);
  if (!alerts.has(`route-500:${route}`)) return false;
  const all = slices.reduce((sum, slice) => sum + (slice.errors['500'].orgs[org] ?? 0), 0);
  return errors >= MOSTLY * all;
}

/** True when a wider alert covers the same trouble. An org over its own limit remains its own case. */
export function isCovered(alert: FiringAlert, view: View, alerts: AlertSet): boolean {
  const scope = scopeOf(alert.key);
  if (!scope || scope.kind === 'global') return false;
  const key = `global-${scope.signal}`;
  const isWhole = alerts.covers(key);
  if (scope.signal === '429') return isWhole && alert.firedAt >= (alerts.get(key)?.since ?? 0);
  return isWhole || (scope.kind === 'org' && isOnFiringRoute(view, alerts, scope.name));
}
