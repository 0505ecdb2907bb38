import { z } from 'zod';

/** Below the base URL of an OTLP receiver of Request Desk: `GET` gives the reference clock. */
export const CLOCK_PATH = '/request-desk/clock';

/** The reference clock lay between both when it was read; milliseconds since 1970. */
export const clockReading = z.object({ lower_ms: z.number(), upper_ms: z.number() });
export type ClockReading = z.infer<typeof clockReading>;
