import { hash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const SCHEMA = join(import.meta.dirname, '../../../schema');

/** One migration. */
export interface SchemaFile {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, in hex. */
  readonly checksum: string;
}

/** All migrations in their order; `directory` is for tests. */
export async function schemaFiles(directory = SCHEMA): Promise<SchemaFile[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  return await Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(directory, name), 'utf8');
      return { name, sql, checksum: hash('sha256', sql) };
    }),
  );
}
