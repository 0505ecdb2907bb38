import { useSyncExternalStore } from 'react';

/** Where clocks on the screen stand: one zone for everybody, or the reader's own. */
export type Zone = 'UTC' | 'local';

const KEY = 'request-desk.zone';
const listeners = new Set<() => void>();
let current: Zone | undefined;
let shortName: Intl.DateTimeFormat | undefined;

/** What the reader chose; UTC unless they chose otherwise. */
function readZone(): Zone {
  if (current === undefined) {
    try {
      current = localStorage.getItem(KEY) === 'local' ? 'local' : 'UTC';
    } catch {
      current = 'UTC';
    }
  }
  return current;
}

/** Shows every time in `zone` from now on. */
export function setZone(zone: Zone): void {
  current = zone;
  try {
    localStorage.setItem(KEY, zone);
  } catch {
    // The choice then lasts until the page is reloaded.
  }
  for (const listener of listeners) listener();
}

export function useZone(): Zone {
  return useSyncExternalStore(onZone, readZone);
}

function onZone(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The name to print beside times: `UTC` or `CET`. */
export function zoneName(zone: Zone, at = new Date()): string {
  if (zone === 'UTC') return 'UTC';
  shortName ??= new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' });
  const parts = shortName.formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? 'local';
}
