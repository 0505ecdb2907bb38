import { eq, inArray } from 'drizzle-orm';
import type { Database } from '../../database/database.ts';
import { idempotencyKeys } from '../idempotency/idempotency-table.ts';
import { apiKeys, meetings, orgs, participants } from './tables.ts';

/**
 * Removes an organisation with its keys, meetings, who joined them and remembered answers, all or nothing; returns how
 * many rows went. Its keys must have been revoked: processes learn of that, and not of their removal.
 */
export async function eraseOrg({ orm }: Pick<Database, 'orm'>, id: string): Promise<number> {
  return await orm.transaction(async (tx) => {
    const gone = [
      await tx
        .delete(idempotencyKeys)
        .where(eq(idempotencyKeys.orgId, id))
        .returning({ id: idempotencyKeys.orgId }),
      await tx
        .delete(participants)
        .where(
          inArray(
            participants.meetingId,
            tx.select({ id: meetings.id }).from(meetings).where(eq(meetings.orgId, id)),
          ),
        )
        .returning({ id: participants.id }),
      await tx.delete(meetings).where(eq(meetings.orgId, id)).returning({ id: meetings.id }),
      await tx.delete(apiKeys).where(eq(apiKeys.orgId, id)).returning({ id: apiKeys.id }),
      await tx.delete(orgs).where(eq(orgs.id, id)).returning({ id: orgs.id }),
    ];
    return gone.reduce((sum, rows) => sum + rows.length, 0);
  });
}
