import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LEAST = 32;

/** Where the console's token lies when none is configured. */
export function localTokenFile(dataDir: string): string {
  return join(dataDir, 'staff-token');
}

/** The token that a console in `dataDir` made for itself, if there is one and we may read it. */
export function readLocalToken(dataDir: string): string | undefined {
  try {
    const token = readFileSync(localTokenFile(dataDir), 'utf8').trim();
    return token.length >= LEAST ? token : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The same, made at the first start, for its owner only: a user who can read the file can read the
 * data beside it, too. Throws what the file system says.
 */
export function localToken(dataDir: string): string {
  const found = readLocalToken(dataDir);
  if (found !== undefined) return found;
  const token = randomBytes(24).toString('hex');
  const file = localTokenFile(dataDir);
  rmSync(`${file}.new`, { force: true });
  writeFileSync(`${file}.new`, `${token}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return token;
}
