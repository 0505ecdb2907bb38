import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';

/** Why an organisation does not see an id; that is for the event alone. */
export type Unseen =
  | { readonly why: 'absent' }
  | { readonly why: 'other_org'; readonly ownerOrg: string }
  | { readonly why: 'deleted'; readonly deletedAt: string };

/** As long as the id of an organisation. */
export const NO_OWNER = `org_${'0'.repeat(20)}`;
/** Written and read in the same time as a time of deletion, which the epoch is not. */
export const NO_DELETION = new Date('2009-02-13T23:31:30.123Z');

/** Milliseconds since 1970 of a column, exactly; 0 where it is null. */
export function millis(column: SQL): SQL {
  return sql`coalesce((extract(epoch from ${column}) * 1000)::float8, 0)`;
}

/**
 * A select of one row with the id and what it is to an organisation. What follows in the same statement
 * may only touch rows where `seen` holds: so whatever is not seen costs the same work and the same bytes,
 * and time does not reveal which of the reasons it is.
 */
export function wantedMeeting(orgId: string, id: string): SQL {
  return sql`select wanted.id, m.id is not null as known,
      (m.org_id = ${orgId} and m.deleted_at is null) is true as seen,
      coalesce(m.org_id, ${NO_OWNER}) as owner, m.deleted_at is not null as deleted,
      ${millis(sql`coalesce(m.deleted_at, ${NO_DELETION.toISOString()}::timestamptz)`)} as deleted_ms
    from (select ${id}::text as id) as wanted left join meetings m on m.id = wanted.id`;
}

/** The columns of `wantedMeeting`, as they are read. */
export const wantedColumns = {
  known: z.boolean(),
  seen: z.boolean(),
  owner: z.string(),
  deleted: z.boolean(),
  deleted_ms: z.coerce.number(),
};
const wantedRow = z.object(wantedColumns);

/** Why the row is not seen; undefined where it is. */
export function unseenOf(row: z.infer<typeof wantedRow>, orgId: string): Unseen | undefined {
  if (row.seen) return undefined;
  // As the event takes it, and for all of them: that takes the same time in each case.
  const deletedAt = new Date(row.deleted_ms).toISOString();
  if (!row.known) return { why: 'absent' };
  if (row.owner !== orgId) return { why: 'other_org', ownerOrg: row.owner };
  return { why: 'deleted', deletedAt };
}
