import { z } from 'zod';

/** An error code on the wire, of whatever API. */
export const errorCode = z.string().min(1).max(64);
