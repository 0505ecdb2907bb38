import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { z } from 'zod';

/** Of this installation: gone with its `node_modules`, and so with the engine that made it. */
const CACHE = join(import.meta.dirname, '../../../../node_modules/.cache/request-desk');

/**
 * Fills the empty directory `path` with a new, empty Postgres cluster. The engine needs about five
 * seconds of CPU to make one, so an installation makes it once, in `cache`, and copies it from then
 * on. Where the cache cannot be written nothing is done, and the engine makes its own in `path`.
 * Throws what the copying throws: a full disk, a directory that may not be written.
 */
export async function fillNewCluster(path: string, cache = CACHE): Promise<void> {
  const prepared = await prepare(cache);
  if (prepared) cpSync(prepared, path, { recursive: true });
}

/** The cluster of this release of the engine; undefined where none can be kept. */
async function prepare(cache: string): Promise<string | undefined> {
  const prepared = join(cache, `postgres-${engineVersion()}`);
  if (existsSync(prepared)) return prepared;
  let work: string;
  try {
    mkdirSync(cache, { recursive: true });
    work = mkdtempSync(join(cache, 'making-'));
  } catch {
    return undefined;
  }
  try {
    await (await PGlite.create({ dataDir: join(work, 'cluster') })).close();
    // Whole or not there, also when several processes make it at once.
    renameSync(join(work, 'cluster'), prepared);
  } catch {
    return existsSync(prepared) ? prepared : undefined;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return prepared;
}

function engineVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const manifest: unknown = createRequire(entry)(join(dirname(entry), '..', 'package.json'));
  return z.object({ version: z.string() }).parse(manifest).version;
}
