/** Clock and date texts. Instants are ISO 8601; everything shown without a zone is UTC. */

/** `14:02:07` */
export function utcClock(iso: string): string {
  return new Date(iso).toISOString().slice(11, 19);
}

/** `2026-09-14 14:02:07.123` */
export function utcStamp(iso: string): string {
  return new Date(iso).toISOString().slice(0, 23).replace('T', ' ');
}

/** The instant in the reader's (or a named) time zone: `14 Sep 2026, 16:02:07 CEST`. */
export function localStamp(iso: string, timeZone?: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    ...(timeZone ? { timeZone } : {}),
  }).format(new Date(iso));
}

const UNITS: readonly (readonly [seconds: number, name: string])[] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
];

/** How long ago, in one unit: `now`, `12 s ago`, `3 min ago`; `in 5 s` for the future. */
export function ago(iso: string, now: number): string {
  const seconds = Math.round((now - Date.parse(iso)) / 1000);
  if (Math.abs(seconds) < 2) return 'now';
  const size = Math.abs(seconds);
  const unit = UNITS.find(([length]) => size >= length);
  const text = unit ? `${Math.floor(size / unit[0])} ${unit[1]}` : `${size} s`;
  return seconds > 0 ? `${text} ago` : `in ${text}`;
}
