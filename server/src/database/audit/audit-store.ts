import { and, asc, desc, eq, gt, gte, inArray, lt, lte, type SQL, sql } from 'drizzle-orm';
import type { Database, Orm } from '../database.ts';
import { auditDetails, auditEntries } from './audit-schema.ts';
import { type AuditHead, type AuditRow, chained, type NewAuditEntry, originOf } from './chain.ts';

/** Any number will do, as long as every process takes the same one. */
const APPEND_LOCK = 7_302_118_042;

/** Which entries; all that is given must hold. */
export interface AuditFilter {
  readonly person?: string | undefined;
  readonly org?: string | undefined;
  readonly action?: string | undefined;
  /** `kind:id` of something that it was about. */
  readonly subject?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

/** The audit in the control plane: appended to and read, never changed. Details alone can be erased. */
export class AuditStore {
  /** What the first entry holds as the one before it. */
  readonly origin: string;
  readonly #orm: Orm;

  constructor({ prompt, identity }: Pick<Database, 'prompt' | 'identity'>) {
    this.#orm = prompt.orm;
    this.origin = originOf(identity);
  }

  /**
   * Appends in this order what is not there yet, all or nothing, after whatever other processes have
   * appended. Returns the new head.
   */
  append(entries: readonly NewAuditEntry[]): Promise<AuditHead> {
    return this.#orm.transaction(async (orm) => {
      await orm.execute(sql`select pg_advisory_xact_lock(${APPEND_LOCK})`);
      const stored = await orm
        .select({ id: auditEntries.id })
        .from(auditEntries)
        .where(
          inArray(
            auditEntries.id,
            entries.map(({ id }) => id),
          ),
        );
      const known = new Set(stored.map(({ id }) => id));
      const fresh = entries.filter(({ id }) => !known.has(id));
      let head = await this.#head(orm);
      if (fresh.length === 0) return head;
      const rows = fresh.map((entry) => {
        const row = chained(entry, head);
        head = { seq: row.seq, hash: row.hash };
        return { row, details: { seq: row.seq, ...entry.details } };
      });
      await orm.insert(auditEntries).values(rows.map(({ row }) => row));
      await orm.insert(auditDetails).values(rows.map(({ details }) => details));
      return head;
    });
  }

  /** The last entry. */
  head(): Promise<AuditHead> {
    return this.#head(this.#orm);
  }

  /** Up to `limit` entries, newest first, that stand before the place `before` in the chain. */
  async search(filter: AuditFilter, before: number | undefined, limit: number) {
    return await this.#read(
      [...conditions(filter), ...(before === undefined ? [] : [lt(auditEntries.seq, before)])],
      desc(auditEntries.seq),
      limit,
    );
  }

  /** Up to `limit` entries after the place `after`, in the order of the chain. */
  async after(after: number, limit: number): Promise<AuditRow[]> {
    return await this.#read([gt(auditEntries.seq, after)], asc(auditEntries.seq), limit);
  }

  /** The hash at a place of the chain; undefined where nothing stands. */
  async hashAt(seq: number): Promise<string | undefined> {
    const [row] = await this.#orm
      .select({ hash: auditEntries.hash })
      .from(auditEntries)
      .where(eq(auditEntries.seq, seq));
    return row?.hash;
  }

  /** Erases the details of a person's or an organisation's entries before the place `before`. */
  async erase(whose: { person: string } | { org: string }, before: number): Promise<number> {
    const of =
      'person' in whose ? eq(auditEntries.person, whose.person) : eq(auditEntries.org, whose.org);
    const entries = this.#orm
      .select({ seq: auditEntries.seq })
      .from(auditEntries)
      .where(and(of, lt(auditEntries.seq, before)));
    const rows = await this.#orm
      .delete(auditDetails)
      .where(inArray(auditDetails.seq, entries))
      .returning({ seq: auditDetails.seq });
    return rows.length;
  }

  async #read(where: SQL[], order: SQL, limit: number): Promise<AuditRow[]> {
    const rows = await this.#orm
      .select({ entry: auditEntries, details: auditDetails })
      .from(auditEntries)
      .leftJoin(auditDetails, eq(auditDetails.seq, auditEntries.seq))
      .where(and(...where))
      .orderBy(order)
      .limit(limit);
    return rows;
  }

  async #head(orm: Pick<Orm, 'select'>): Promise<AuditHead> {
    const [row] = await orm
      .select({ seq: auditEntries.seq, hash: auditEntries.hash })
      .from(auditEntries)
      .orderBy(desc(auditEntries.seq))
      .limit(1);
    return row ?? { seq: 0, hash: this.origin };
  }
}

function conditions({ person, org, action, subject, from, to }: AuditFilter): SQL[] {
  const where: SQL[] = [];
  if (person !== undefined) where.push(eq(auditEntries.person, person));
  if (org !== undefined) where.push(eq(auditEntries.org, org));
  if (action !== undefined) where.push(eq(auditEntries.action, action));
  if (subject !== undefined)
    where.push(sql`${auditEntries.subjects} @> ${JSON.stringify([subject])}::jsonb`);
  if (from !== undefined) where.push(gte(auditEntries.at, from));
  if (to !== undefined) where.push(lte(auditEntries.at, to));
  return where;
}
