import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../../database/database.ts';
import { idempotencyKeys } from './idempotency-table.ts';

/** What a key is unique in. */
export interface KeyScope {
  readonly orgId: string;
  readonly method: string;
  readonly route: string;
  /** SHA-256 of the caller's key, in hex. */
  readonly keyHash: string;
}

/** A call that wants to be the one that is carried out. */
export interface IdempotencyClaim {
  readonly scope: KeyScope;
  readonly claim: string;
  readonly contentHash: string;
  readonly requestId: string;
}

/** Another call that has the key. */
interface Holder {
  readonly contentHash: string;
  readonly requestId: string;
  /** Null while it is under way, until `leftMs` at the latest. */
  readonly response: string | null;
  readonly leftMs: number;
}

/** What a try to get a key came to; `unsure` where its holder is only just writing itself down. */
export type Claimed = 'mine' | 'unsure' | Holder;

const holderRows = z.object({
  rows: z.array(
    z.object({
      mine: z.boolean(),
      content_hash: z.string().nullable(),
      request_id: z.string().nullable(),
      response: z.string().nullable(),
      left_ms: z.coerce.number().nullable(),
    }),
  ),
});

const KEPT = sql`interval '24 hours'`;
const SWEEP_ROWS = 5_000;

/** The keys in the control plane, by its clock. Each method is one statement of its own. */
export class IdempotencyStore {
  readonly #orm: Database['orm'];

  constructor({ orm }: Pick<Database, 'orm'>) {
    this.#orm = orm;
  }

  /** Takes a key that is free, forgotten or held too long; else says who has it. */
  async claim(
    { scope, claim, contentHash, requestId }: IdempotencyClaim,
    forMs: number,
  ): Promise<Claimed> {
    const until = sql`now() + make_interval(secs => ${forMs / 1_000}::float8)`;
    const result: unknown = await this.#orm.execute(sql`
      with tried as (
        insert into idempotency_keys as k (org_id, method, route, key_hash, content_hash,
          request_id, claim, claimed_until, response, created_at)
        values (${scope.orgId}, ${scope.method}, ${scope.route}, ${scope.keyHash}, ${contentHash},
          ${requestId}, ${claim}, ${until}, null, now())
        on conflict (org_id, method, route, key_hash) do update set
          content_hash = excluded.content_hash, request_id = excluded.request_id,
          claim = excluded.claim, claimed_until = excluded.claimed_until, response = null,
          created_at = excluded.created_at
        where (k.response is null and k.claimed_until < now()) or k.created_at < now() - ${KEPT}
        returning 1
      )
      select exists (select from tried) as mine, k.content_hash, k.request_id, k.response,
        (extract(epoch from k.claimed_until - now()) * 1000)::float8 as left_ms
      from (values (1)) as one left join idempotency_keys k on ${within(scope, sql`k.`)}`);
    const [row] = holderRows.parse(result).rows;
    if (row?.mine) return 'mine';
    if (row?.content_hash == null || row.request_id == null) return 'unsure';
    const { content_hash: content, request_id: id, response, left_ms } = row;
    return { contentHash: content, requestId: id, response, leftMs: left_ms ?? 0 };
  }

  /** Gives a key back whose call was not carried out. */
  async release({ scope, claim }: Pick<IdempotencyClaim, 'scope' | 'claim'>): Promise<void> {
    await this.#orm.execute(sql`
      delete from idempotency_keys
      where ${within(scope)} and claim = ${claim} and response is null`);
  }

  /** Forgets keys that are older than a day. */
  async sweep(): Promise<void> {
    await this.#orm.execute(sql`
      delete from ${idempotencyKeys} where ctid in (
        select ctid from idempotency_keys where created_at < now() - ${KEPT} limit ${SWEEP_ROWS})`);
  }
}

/** The row of a key. */
export function within(scope: KeyScope, of: SQL = sql``): SQL {
  const { orgId, method, route, keyHash } = scope;
  return sql`${of}org_id = ${orgId} and ${of}method = ${method} and ${of}route = ${route}
    and ${of}key_hash = ${keyHash}`;
}
