import { z } from 'zod';

/** Milliseconds since the epoch, as every query of ours returns a time, to ISO 8601 in UTC. */
export const isoOfMs = z.number().transform((ms) => new Date(ms).toISOString());
