import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseError } from '../database.ts';

const FILE = 'moved-stores.json';

/** Says that the stores of `dataDir` went on elsewhere; `places` name no password. */
export function noteMovedStores(dataDir: string, places: readonly string[]): void {
  const file = join(dataDir, FILE);
  const fd = openSync(`${file}.new`, 'w', 0o600);
  writeSync(fd, `${JSON.stringify({ at: new Date().toISOString(), places })}\n`);
  fsyncSync(fd);
  closeSync(fd);
  renameSync(`${file}.new`, file);
}

/** Refuses to go on with embedded stores that were moved: both would grow, and neither be whole. */
export function refuseMovedStores(dataDir: string): void {
  const file = join(dataDir, FILE);
  if (!existsSync(file)) return;
  throw new DatabaseError(
    `the stores in ${dataDir} were moved (${readFileSync(file, 'utf8').trim()}): set CLICKHOUSE_URL, ` +
      `DATABASE_URL and SECRETS_KEY, or remove ${file} to go back to what was there by then`,
  );
}
