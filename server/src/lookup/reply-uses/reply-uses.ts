import { DAY_MS } from '@request-desk/shared/durations';
import type { DraftedReply, ReplyUses } from '@request-desk/shared/reply-uses-api';
import { and, eq, gte, lt, sql } from 'drizzle-orm';
import type { Database } from '../../database/database.ts';
import { replyUses } from '../../database/staff/reply-uses-schema.ts';

type Did = (typeof replyUses.$inferSelect)['did'];

const DAYS = 30;
/** Counts older than this many days are deleted when a new day begins to count. */
const KEPT_DAYS = 400;

/** Counts of what became of drafted replies, in the control plane. */
export class ReplyUseCounts {
  readonly #orm: Database['orm'];
  readonly #now: () => number;
  #cleared = '';

  constructor({ orm }: Pick<Database, 'orm'>, now: () => number) {
    this.#orm = orm;
    this.#now = now;
  }

  /** Rejects when the control plane does not answer. */
  async add(did: Did, { code, cause, locale, place }: DraftedReply): Promise<void> {
    const day = this.#day(0);
    await this.#orm
      .insert(replyUses)
      .values({ day, code, cause, locale, place, did, count: 1 })
      .onConflictDoUpdate({
        target: [
          replyUses.day,
          replyUses.code,
          replyUses.cause,
          replyUses.locale,
          replyUses.place,
          replyUses.did,
        ],
        set: { count: sql`${replyUses.count} + 1` },
      });
    if (this.#cleared === day) return;
    this.#cleared = day;
    await this.#orm.delete(replyUses).where(lt(replyUses.day, this.#day(KEPT_DAYS)));
  }

  /** By code and cause, over the last 30 days; of one code where it is named. */
  async of(code?: string): Promise<ReplyUses> {
    const since = this.#day(DAYS - 1);
    const sumOf = (did: Did) =>
      sql<number>`coalesce(sum(${replyUses.count}) filter (where ${replyUses.did} = ${did}), 0)::int`;
    const items = await this.#orm
      .select({
        code: replyUses.code,
        cause: replyUses.cause,
        copied: sumOf('copied'),
        useful: sumOf('useful'),
        not_useful: sumOf('not_useful'),
      })
      .from(replyUses)
      .where(
        and(code === undefined ? undefined : eq(replyUses.code, code), gte(replyUses.day, since)),
      )
      .groupBy(replyUses.code, replyUses.cause);
    return { days: DAYS, items: items.sort((a, b) => b.copied - a.copied) };
  }

  #day(before: number): string {
    return new Date(this.#now() - before * DAY_MS).toISOString().slice(0, 10);
  }
}
