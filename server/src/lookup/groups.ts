import type { DossierFound } from '@request-desk/shared/dossier';
import type { LookupGroup } from '@request-desk/shared/lookups-api';

/** The requests by code, cause, organisation, key and route: failures first, of those the biggest group. */
export function groupsOf(found: readonly DossierFound[]): LookupGroup[] {
  const groups = new Map<string, LookupGroup>();
  for (const { request } of found) {
    if (request === null) continue;
    const { org, key_prefix, route } = request;
    const [code, cause] = [request.code ?? '', request.cause ?? ''];
    const at = request.started_at;
    const name = JSON.stringify([code, cause, org, key_prefix, route]);
    const before = groups.get(name);
    const span = before ?? {
      code,
      cause,
      org,
      key_prefix,
      route,
      count: 0,
      first_at: at,
      last_at: at,
    };
    groups.set(name, {
      ...span,
      count: span.count + 1,
      first_at: at < span.first_at ? at : span.first_at,
      last_at: at > span.last_at ? at : span.last_at,
    });
  }
  return [...groups.values()].sort(
    (a, b) => Number(a.code === '') - Number(b.code === '') || b.count - a.count,
  );
}
