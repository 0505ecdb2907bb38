import type { Database } from './database.ts';
import { openEmbedded } from './open-embedded.ts';
import { openPostgres } from './open-postgres.ts';

/**
 * Opens the control plane and brings its tables up to date: Postgres at `url`, else the embedded
 * one in the directory `path`. Throws DatabaseError, one line that says what to do.
 */
export function openDatabase(options: {
  readonly url?: string | undefined;
  readonly path: string;
}): Promise<Database> {
  return options.url ? openPostgres(options.url) : openEmbedded(options.path);
}
