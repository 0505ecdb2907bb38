import { z } from 'zod';

const KEYS = 'needs at least 32 characters for each key, comma-separated, the current one first';
/** SECRETS_KEY: what settings of channels are sealed with, the current key first. */
export const secretsKeys = z
  .string()
  .transform((text) => text.split(',').map((key) => key.trim()))
  .pipe(z.array(z.string().min(32, KEYS)));
