import { DAY_S, HOUR_S, MINUTE_MS } from '@request-desk/shared/durations';
import type { Zone } from './zone.ts';

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
  return localFormat(timeZone).format(new Date(iso));
}

const formats = new Map<string | undefined, Intl.DateTimeFormat>();

/** Making one is slow, and a page shows hundreds of times. */
function localFormat(timeZone: string | undefined): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    ...(timeZone ? { timeZone } : {}),
  });
  formats.set(timeZone, made);
  return made;
}

/** `14:02:07` in the reader's zone or in UTC. */
export function clockIn(iso: string, zone: Zone): string {
  return wallClock(iso, zone).slice(11, 19);
}

/** `2026-09-14 14:02:07.123` in the reader's zone or in UTC. */
export function stampIn(iso: string, zone: Zone): string {
  return wallClock(iso, zone).slice(0, 23).replace('T', ' ');
}

/** `14 Sep 14:02`: short enough for an axis or a sentence. */
export function dayMinuteIn(iso: string, zone: Zone): string {
  const text = wallClock(iso, zone);
  return `${Number(text.slice(8, 10))} ${MONTHS[Number(text.slice(5, 7)) - 1]} ${text.slice(11, 16)}`;
}

/** The stretch that begins at `iso`: `14:02–14:03`, `14:02:10–14:02:20`, or with its day from an hour on. */
export function spanOf(iso: string, seconds: number, zone: Zone): string {
  const end = new Date(Date.parse(iso) + seconds * 1000).toISOString();
  if (seconds < 60) return `${clockIn(iso, zone)}–${clockIn(end, zone)}`;
  if (seconds < HOUR_S)
    return `${dayMinuteIn(iso, zone).slice(-5)}–${dayMinuteIn(end, zone).slice(-5)}`;
  return `${dayMinuteIn(iso, zone)} – ${dayMinuteIn(end, zone)}`;
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** The wall clock of the zone, spelled like an ISO instant. */
function wallClock(iso: string, zone: Zone): string {
  const at = new Date(iso);
  if (zone === 'UTC') return at.toISOString();
  return new Date(at.getTime() - at.getTimezoneOffset() * MINUTE_MS).toISOString();
}

const UNITS: readonly (readonly [seconds: number, name: string])[] = [
  [DAY_S, 'd'],
  [HOUR_S, 'h'],
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
