import { z } from 'zod';
import { storedValue, useStoredValue } from './stored-value.ts';

const entry = z.object({
  request_id: z.string(),
  code: z.string(),
  org: z.string(),
  looked_up_at: z.string(),
});
/** A request somebody looked at in this browser; it never leaves it. */
export type RecentLookup = z.infer<typeof entry>;

const KEPT = 12;

/** Newest first; anything unreadable counts as nothing. */
const recent = storedValue<readonly RecentLookup[]>({
  kind: 'local',
  key: 'request-desk.recent-lookups',
  parse: (text) => z.array(entry).parse(JSON.parse(text ?? '[]')),
  format: (lookups) => (lookups.length === 0 ? null : JSON.stringify(lookups)),
});

/** Puts `lookup` in front and drops its earlier mention and the oldest beyond the limit. */
export function rememberLookup(lookup: RecentLookup): void {
  const others = recent.read().filter((o) => o.request_id !== lookup.request_id);
  recent.write([lookup, ...others].slice(0, KEPT));
}

/** Forgets them all. */
export function clearRecentLookups(): void {
  recent.write([]);
}

/** They, kept current while the page is open. */
export function useRecentLookups(): readonly RecentLookup[] {
  return useStoredValue(recent);
}
