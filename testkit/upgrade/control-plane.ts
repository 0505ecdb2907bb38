import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { z } from 'zod';

const DRIZZLE = join(import.meta.dirname, '../../server/drizzle');
const RECORD = 'drizzle.__drizzle_migrations';

/** Rows by table, the record of applied migrations among them. */
export const controlPlaneRows = z.record(z.string(), z.array(z.record(z.string(), z.unknown())));
export type ControlPlaneRows = z.infer<typeof controlPlaneRows>;

const tableRow = z.object({ name: z.string() });

/** Reads a closed embedded control plane; secrets stay where they are. */
export async function readControlPlane(path: string): Promise<ControlPlaneRows> {
  const postgres = await PGlite.create({ dataDir: path });
  try {
    const tables = await postgres.query(
      `SELECT table_schema || '.' || table_name AS name FROM information_schema.tables
       WHERE table_schema IN ('public', 'drizzle') AND table_name != 'server_secrets' ORDER BY 1`,
    );
    const rows: ControlPlaneRows = {};
    for (const { name } of z.array(tableRow).parse(tables.rows)) {
      const found = await postgres.query(`SELECT to_jsonb(one) AS row FROM ${name} AS one`);
      rows[name] = z
        .array(z.object({ row: z.record(z.string(), z.unknown()) }))
        .parse(found.rows)
        .map(({ row }) => row);
    }
    return rows;
  } finally {
    await postgres.close();
  }
}

/** Makes the embedded control plane that `rows` were read from: its migrations and no later ones. */
export async function makeControlPlane(path: string, rows: ControlPlaneRows): Promise<void> {
  const postgres = await PGlite.create({ dataDir: path });
  try {
    await postgres.exec('SET session_replication_role = replica; CREATE SCHEMA drizzle;');
    await postgres.exec(`CREATE TABLE ${RECORD}
      (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint)`);
    for (const file of migrationFiles(rows[RECORD]?.length ?? 0)) await postgres.exec(file);
    for (const [name, of] of Object.entries(rows)) {
      await postgres.query(
        `INSERT INTO ${name} SELECT * FROM jsonb_populate_recordset(NULL::${name}, $1::jsonb)`,
        [JSON.stringify(of)],
      );
    }
    await postgres.exec(
      `SELECT setval(pg_get_serial_sequence('${RECORD}', 'id'), max(id)) FROM ${RECORD}`,
    );
  } finally {
    await postgres.close();
  }
}

function migrationFiles(count: number): string[] {
  const journal = z
    .object({ entries: z.array(z.object({ tag: z.string() })) })
    .parse(JSON.parse(readFileSync(join(DRIZZLE, 'meta/_journal.json'), 'utf8')));
  return journal.entries
    .slice(0, count)
    .map(({ tag }) => readFileSync(join(DRIZZLE, `${tag}.sql`), 'utf8'));
}
