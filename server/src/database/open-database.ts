import type { Database } from './database.ts';

/**
 * Opens the control plane and brings its tables up to date: Postgres at `url`, else the embedded
 * one in the directory `path`. Throws DatabaseError, one line that says what to do.
 */
export async function openDatabase(options: {
  readonly url?: string | undefined;
  readonly path: string;
}): Promise<Database> {
  // Each engine's driver is loaded where it is used.
  if (options.url) return (await import('./open-postgres.ts')).openPostgres(options.url);
  return (await import('./open-embedded.ts')).openEmbedded(options.path);
}
