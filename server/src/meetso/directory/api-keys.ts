import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../../database/database.ts';
import { newTimedId } from '../../database/new-id.ts';
import type { NewKey } from '../../directory/directory.ts';
import { hashKeySecret, type KeyForm, newKeySecret } from './key-secret.ts';
import { apiKeys } from './tables.ts';

/** A key as stored; the secret itself is stored nowhere. */
export type StoredKey = typeof apiKeys.$inferSelect;

/** `secret` exists in this answer and nowhere else. */
export interface Minted {
  readonly key: StoredKey;
  readonly secret: string;
}

/** API keys of all organisations. */
export class ApiKeys {
  readonly #orm: Database['orm'];
  readonly #form: KeyForm;

  /** New keys are written in `form`. */
  constructor({ orm }: Pick<Database, 'orm'>, form: KeyForm) {
    this.#orm = orm;
    this.#form = form;
  }

  async mint({ orgId, name, scopes, expiresAt }: NewKey, now: Date): Promise<Minted> {
    const secret = newKeySecret(this.#form);
    const [key] = await this.#orm
      .insert(apiKeys)
      .values({
        id: newTimedId('key', now.getTime()),
        orgId,
        name,
        prefix: secret.substring(0, this.#form.shown),
        secretHash: hashKeySecret(secret),
        scopes: [...new Set(scopes)].sort(),
        createdAt: now,
        expiresAt: expiresAt ?? null,
      })
      .returning();
    if (key === undefined) throw new Error('the new key was not returned');
    return { key, secret };
  }

  async find(id: string): Promise<StoredKey | undefined> {
    const [row] = await this.#orm.select().from(apiKeys).where(eq(apiKeys.id, id));
    return row;
  }

  /** By SHA-256 of the secret, in hex: the way of every request. */
  async findByHash(secretHash: string): Promise<StoredKey | undefined> {
    const [row] = await this.#orm.select().from(apiKeys).where(eq(apiKeys.secretHash, secretHash));
    return row;
  }

  /** All keys that begin alike; the prefix is not unique. At most 20. */
  findByPrefix(prefix: string): Promise<StoredKey[]> {
    return this.#orm.select().from(apiKeys).where(eq(apiKeys.prefix, prefix)).limit(20);
  }

  /** Oldest first. */
  listOf(orgId: string): Promise<StoredKey[]> {
    return this.#orm
      .select()
      .from(apiKeys)
      .where(eq(apiKeys.orgId, orgId))
      .orderBy(asc(apiKeys.createdAt), asc(apiKeys.id));
  }

  /** For good. Revoking again changes nothing: the first time and person stay on record. */
  async revoke(
    id: string,
    by: string,
    now: Date,
    replacedBy?: string,
  ): Promise<StoredKey | undefined> {
    await this.#orm
      .update(apiKeys)
      .set({ revokedAt: now, revokedBy: by, ...(replacedBy ? { replacedBy } : {}) })
      .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)));
    return await this.find(id);
  }

  /** Notes when keys were last used; a time older than the stored one changes nothing. */
  async touch(usedAt: ReadonlyMap<string, Date>): Promise<void> {
    if (usedAt.size === 0) return;
    const rows = [...usedAt].map(([id, at]) => sql`(${id}, ${at.toISOString()}::timestamptz)`);
    await this.#orm.execute(sql`
      update ${apiKeys} as k set last_used_at = v.at
      from (values ${sql.join(rows, sql`, `)}) as v (id, at)
      where k.id = v.id and (k.last_used_at is null or k.last_used_at < v.at)`);
  }
}
