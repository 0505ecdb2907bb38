import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getTableName } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../database/database.ts';
import { openDatabase } from '../../database/open-database.ts';
import { idempotencyKeys } from '../idempotency/idempotency-table.ts';
import { eraseOrg } from './erase-org.ts';
import { apiKeys, meetings, orgs, participants } from './tables.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-erase-org-'));
const at = new Date('2026-11-26T12:00:00Z');
let database: Database;

beforeAll(async () => {
  database = await openDatabase({ url: undefined, path: join(directory, 'postgres') });
  for (const id of ['a', 'b']) await fill(id);
}, 60_000);

afterAll(async () => {
  await database.close();
  rmSync(directory, { recursive: true });
});

/** An organisation with a row in each table that has something of one. */
async function fill(id: string): Promise<void> {
  const { orm } = database;
  const row = { id, orgId: id, name: id, createdAt: at };
  const asked = { method: 'POST', route: '/meetings', keyHash: id, contentHash: id };
  const claimed = { requestId: id, claim: id, claimedUntil: at };
  await orm.insert(orgs).values(row);
  await orm.insert(apiKeys).values({ ...row, prefix: id, secretHash: id, scopes: [] });
  await orm.insert(meetings).values({ ...row, title: id, startsAt: at, durationMinutes: 1 });
  await orm.insert(participants).values({ ...row, meetingId: id, joinedAt: at });
  await orm.insert(idempotencyKeys).values({ ...row, ...asked, ...claimed });
}

async function left(): Promise<Record<string, number>> {
  const tables = [orgs, apiKeys, meetings, participants, idempotencyKeys];
  const counts = await Promise.all(tables.map((table) => database.orm.$count(table)));
  return Object.fromEntries(tables.map((table, n) => [getTableName(table), counts[n] ?? 0]));
}

it('removes every row of an organisation, also those that only refer to such rows', async () => {
  expect(Object.values(await left())).toEqual([2, 2, 2, 2, 2]);
  expect(await eraseOrg(database, 'a')).toBe(5);
  expect(Object.values(await left())).toEqual([1, 1, 1, 1, 1]);
  expect((await database.orm.select().from(participants)).map(({ id }) => id)).toEqual(['b']);
  expect(await eraseOrg(database, 'a')).toBe(0);
});
