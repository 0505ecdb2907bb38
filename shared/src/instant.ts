import { z } from 'zod';

/** A point in time on the wire: ISO 8601 in UTC, with milliseconds. */
export const instant = z.iso.datetime().describe('ISO 8601, UTC, milliseconds');

/** A time that is given to us, in any zone. */
export const zonedInstant = z.iso.datetime({ offset: true });
