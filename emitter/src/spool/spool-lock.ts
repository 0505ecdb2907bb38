import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SpoolUnusable } from './spool-directory.ts';

/** SQLite's result code of a lock that somebody else holds. */
export const SQLITE_BUSY = 5;
/** A collected one would be closed, and its lock with it. */
const held = new Set<DatabaseSync>();

/**
 * Keeps a second process out of a spool directory, by an exclusive transaction on `lock.db`: the
 * kernel frees it however the process ends. Returns how to release it. Throws SpoolUnusable.
 */
export function lockSpool(path: string): () => void {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    database = new DatabaseSync(join(path, 'lock.db'), { timeout: 0 });
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (cause) {
    database?.close();
    const code = cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) & 0xff : 0;
    const why =
      code === SQLITE_BUSY
        ? 'another process uses it. Give each process a directory of its own'
        : `it cannot be written (${cause instanceof Error ? cause.message : 'unknown'})`;
    throw new SpoolUnusable(`The spool cannot be in ${path}: ${why}.`, { cause });
  }
  const lock = database;
  held.add(lock);
  return () => {
    lock.close();
    held.delete(lock);
  };
}
