import { storedValue, useStoredValue } from '../api/stored-value.ts';

/** Where clocks on the screen stand: one zone for everybody, or the reader's own. */
export type Zone = 'UTC' | 'local';

let shortName: Intl.DateTimeFormat | undefined;

/** What the reader chose; UTC unless they chose otherwise. */
const chosen = storedValue<Zone>({
  kind: 'local',
  key: 'request-desk.zone',
  parse: (text) => (text === 'local' ? 'local' : 'UTC'),
  format: (zone) => zone,
});

/** Shows every time in `zone` from now on. */
export function setZone(zone: Zone): void {
  chosen.write(zone);
}

export function useZone(): Zone {
  return useStoredValue(chosen);
}

/** The name to print beside times: `UTC` or `CET`. */
export function zoneName(zone: Zone, at = new Date()): string {
  if (zone === 'UTC') return 'UTC';
  shortName ??= new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' });
  const parts = shortName.formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? 'local';
}
