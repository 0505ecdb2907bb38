import { systemCode } from '@request-desk/shared/system-code';
import { type Database, DatabaseError } from './database.ts';

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
  const { openEmbedded } = await import('./open-embedded.ts').catch((cause: unknown) => {
    if (systemCode(cause) !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new DatabaseError('there is no embedded Postgres in this image: set DATABASE_URL', cause);
  });
  return openEmbedded(options.path);
}
