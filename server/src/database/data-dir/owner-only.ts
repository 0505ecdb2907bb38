import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Takes every right on a directory and what is in it from everybody else: the embedded Postgres makes
 * its files 0666 whatever the umask, and earlier releases left them so.
 */
export function makeOwnerOnly(directory: string): void {
  chmodSync(directory, 0o700);
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
    if (!entry.isDirectory() && !entry.isFile()) continue;
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o700 : 0o600);
  }
}
