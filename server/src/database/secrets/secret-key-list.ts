import { z } from 'zod';

const KEYS =
  'needs at least 32 characters for each key, comma-separated, the current one first; or none';
const NONE = 'none';

/**
 * SECRETS_KEY: what is sealed in the control plane is sealed with these, the current key first. Empty
 * for `none`: stored as it is.
 */
export const secretsKeys = z
  .string()
  .transform((text) => (text === NONE ? [] : text.split(',').map((key) => key.trim())))
  .pipe(z.array(z.string().min(32, KEYS)));

interface Given {
  readonly DATABASE_URL?: string | undefined;
  readonly SECRETS_KEY?: readonly string[] | undefined;
}

/** A shared control plane needs a key that all its processes have, or the word that it has none. */
export function secretsKeyFaults({ DATABASE_URL: url, SECRETS_KEY: keys }: Given): string[] {
  if (url !== undefined && keys === undefined)
    return [
      'DATABASE_URL needs SECRETS_KEY (at least 32 characters, the same in every process), which ' +
        'seals the secrets stored there; SECRETS_KEY=none stores them as they are',
    ];
  if (url === undefined && keys?.length === 0)
    return ['SECRETS_KEY=none is for a DATABASE_URL: unset it'];
  return [];
}
