import { sql } from 'drizzle-orm';
import type pg from 'pg';
import type { Orm } from './database.ts';
import { IDENTITY_NAME as NAME, serverSecret } from './secrets/server-secret.ts';

/** A connection, or a pool that gives one. */
export type Queries = Pick<pg.Pool | pg.ClientBase, 'query'>;

/** Identifies this control plane: made once, at the first start on an empty one. */
export async function identityOf(orm: Orm, now: Date): Promise<string> {
  return (await serverSecret({ orm }, NAME, now)).toString('hex');
}

/** The identity that stands in the database now; undefined where there is none. Rejects without the table. */
export async function readIdentity(client: Queries): Promise<string | undefined> {
  const text = 'select value from server_secrets where name = $1';
  const { rows } = await client.query<{ value: string }>(text, [NAME]);
  return rows[0]?.value;
}

/** The same as an expression, for statements that verify it on the way. */
export const IDENTITY = sql<string>`(select value from server_secrets where name = ${NAME})`;
