import { z } from 'zod';

/** A point in time on the wire: ISO 8601 in UTC, with milliseconds. */
export const instant = z.iso.datetime().describe('ISO 8601, UTC, milliseconds');

/** A time that is given to us, in any zone. */
export const zonedInstant = z.iso.datetime({ offset: true });

/** Seconds since 1970 as on the wire. */
export function isoOfSeconds(seconds: number): string {
  return isoInstant(seconds * 1000);
}

/** Milliseconds since 1970 as on the wire. */
export function isoInstant(ms: number): string {
  return new Date(ms).toISOString();
}
