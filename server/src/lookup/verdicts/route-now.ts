import type { RequestContext } from '@request-desk/shared/dossier';
import type { RouteNow } from './recovery.ts';

type OnWire = NonNullable<RequestContext['route_now']>;

/** As a dossier has it. */
export function routeNowAsWire(now: RouteNow): OnWire {
  const sinceMs = 'sinceMs' in now ? now.sinceMs : undefined;
  const failing = now.kind === 'not_yet' || (now.kind === 'later' && now.failing);
  const since = sinceMs === undefined ? null : new Date(sinceMs).toISOString();
  return { kind: now.kind, since, failing };
}

/** As replies are made from it. */
export function routeNowOf({ kind, since, failing }: OnWire): RouteNow {
  const sinceMs = since === null ? undefined : Date.parse(since);
  if (kind === 'later') return { kind, sinceMs, failing };
  return kind === 'again' ? { kind, sinceMs } : { kind };
}
