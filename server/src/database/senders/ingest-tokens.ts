import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../database.ts';
import { ingestTokens } from './sender-schema.ts';

/** A credential as stored; the token itself is stored nowhere. */
export type StoredIngestToken = typeof ingestTokens.$inferSelect;

const MAX_INGEST_TOKENS = 1_000;

/** Credentials of services that send telemetry. */
export class IngestTokens {
  readonly #orm: Database['orm'];

  constructor({ prompt }: Pick<Database, 'prompt'>) {
    this.#orm = prompt.orm;
  }

  /** False when another that is not revoked has its name. */
  async add(token: StoredIngestToken): Promise<boolean> {
    const rows = await this.#orm
      .insert(ingestTokens)
      .values(token)
      .onConflictDoNothing()
      .returning({ id: ingestTokens.id });
    return rows.length > 0;
  }

  /** Newest first, at most 1,000. */
  list(): Promise<StoredIngestToken[]> {
    return this.#orm
      .select()
      .from(ingestTokens)
      .orderBy(desc(ingestTokens.createdAt))
      .limit(MAX_INGEST_TOKENS);
  }

  /** Those that still count. */
  good(): Promise<StoredIngestToken[]> {
    return this.#orm
      .select()
      .from(ingestTokens)
      .where(isNull(ingestTokens.revokedAt))
      .limit(MAX_INGEST_TOKENS);
  }

  /** False when there is no such credential to revoke. */
  async revoke(id: string, by: string, now: Date): Promise<boolean> {
    const rows = await this.#orm
      .update(ingestTokens)
      .set({ revokedAt: now, revokedBy: by })
      .where(and(eq(ingestTokens.id, id), isNull(ingestTokens.revokedAt)))
      .returning({ id: ingestTokens.id });
    return rows.length > 0;
  }

  /** Notes when credentials were last used; a time older than the stored one changes nothing. */
  async touch(usedAt: ReadonlyMap<string, Date>): Promise<void> {
    if (usedAt.size === 0) return;
    const rows = [...usedAt].map(([id, at]) => sql`(${id}, ${at.toISOString()}::timestamptz)`);
    await this.#orm.execute(sql`
      update ${ingestTokens} as t set last_used_at = v.at
      from (values ${sql.join(rows, sql`, `)}) as v (id, at)
      where t.id = v.id and (t.last_used_at is null or t.last_used_at < v.at)`);
  }
}
