import { useSyncExternalStore } from 'react';
import { z } from 'zod';
import { browserStorage } from './browser-storage.ts';

const entry = z.object({
  request_id: z.string(),
  code: z.string(),
  org: z.string(),
  looked_up_at: z.string(),
});
/** A request somebody looked at in this browser; it never leaves it. */
export type RecentLookup = z.infer<typeof entry>;

const KEY = 'request-desk.recent-lookups';
const KEPT = 12;

/** Newest first; anything unreadable counts as nothing. */
function readRecentLookups(): RecentLookup[] {
  try {
    return z.array(entry).parse(JSON.parse(browserStorage('local').getItem(KEY) ?? '[]'));
  } catch {
    return [];
  }
}

/** Puts `lookup` in front and drops its earlier mention and the oldest beyond the limit. */
export function rememberLookup(lookup: RecentLookup): void {
  const others = readRecentLookups().filter((o) => o.request_id !== lookup.request_id);
  try {
    browserStorage('local').setItem(KEY, JSON.stringify([lookup, ...others].slice(0, KEPT)));
    changed();
  } catch {
    // A full or forbidden storage costs only this convenience.
  }
}

/** Forgets them all. */
export function forgetLookups(): void {
  browserStorage('local').removeItem(KEY);
  changed();
}

const listeners = new Set<() => void>();
let snapshot: RecentLookup[] | undefined;

/** They, kept current while the page is open. */
export function useRecentLookups(): RecentLookup[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => {
      snapshot ??= readRecentLookups();
      return snapshot;
    },
  );
}

function changed() {
  snapshot = undefined;
  for (const listener of listeners) listener();
}
