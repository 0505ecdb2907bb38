import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noteNumbered } from '../../../testkit/audit/audit-notes.ts';
import { newEntry } from '../../src/console/audit/new-entry.ts';
import { AuditStore } from '../../src/database/audit/audit-store.ts';
import {
  type AuditHead,
  type AuditRow,
  chained,
  hashOfEntry,
} from '../../src/database/audit/chain.ts';
import { exportLine, rowOfLine } from '../../src/database/audit/export-lines.ts';
import { inOrder } from '../../src/database/audit/in-order.ts';
import { type ChainReport, verifyChain } from '../../src/database/audit/verify-chain.ts';
import type { Database, Orm } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';

const ENTRIES = 40;
const SECRET = Buffer.alloc(32, 1);
const directory = mkdtempSync(join(tmpdir(), 'desk-audit-chain-'));
let database: Database;
let store: AuditStore;
let head: AuditHead;

beforeAll(async () => {
  database = await openDatabase({ path: join(directory, 'postgres') });
  store = new AuditStore(database);
  for (let n = 1; n <= ENTRIES; n += 10)
    head = await store.append(
      Array.from({ length: 10 }, (_, i) => newEntry(noteNumbered(n + i), SECRET, 1000 * (n + i))),
    );
});

afterAll(async () => {
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

class Undone extends Error {}

/** What a walk says after `statements`, which a database administrator could run; undone afterwards. */
async function afterwards(statements: string[], heads: AuditHead[] = []): Promise<ChainReport> {
  let report: ChainReport | undefined;
  const tampered = database.orm.transaction(async (orm: Orm) => {
    await orm.execute(sql`alter table audit_entries disable trigger all`);
    await orm.execute(sql`alter table audit_details disable trigger all`);
    await orm.execute(
      sql`alter table audit_details drop constraint audit_details_seq_audit_entries_seq_fk`,
    );
    for (const one of statements) await orm.execute(sql.raw(one));
    const seen = new AuditStore({ prompt: { orm }, identity: database.identity });
    report = await verifyChain(inOrder(seen), { origin: seen.origin, heads });
    throw new Undone();
  });
  await tampered.catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error;
  });
  if (report === undefined) throw new Error('not verified');
  return report;
}

it('is whole, and each entry names the one before it', async () => {
  const report = await verifyChain(inOrder(store), { origin: store.origin, heads: [head] });
  expect(report).toEqual({ head, erased: 0, fault: undefined });
  expect(head.seq).toBe(ENTRIES);
});

it('takes no update and no delete of an entry, and no update of details', async () => {
  for (const one of [
    "update audit_entries set action = 'x' where seq = 3",
    'delete from audit_entries where seq = 3',
    'truncate audit_entries cascade',
    "update audit_details set staff = 'x' where seq = 3",
  ])
    await expect(database.orm.execute(sql.raw(one))).rejects.toMatchObject({
      cause: { message: expect.stringContaining('append-only') },
    });
});

describe('a walk finds', () => {
  it.each([
    ["id = 'aud_x'"],
    ["at = at + interval '1 millisecond'"],
    ["call_id = 'call_x'"],
    ["action = 'orgs:read'"],
    ["outcome = 'failed'"],
    ["person = ''"],
    ["via = 'ses_2'"],
    ["org = 'org_c'"],
    ['subjects = \'["request:req_x"]\'::jsonb'],
    ["subjects = '[]'::jsonb"],
    ['count = 2'],
    ['status = 201'],
    [`details_hash = '${'0'.repeat(64)}'`],
    [`hash = '${'0'.repeat(64)}'`],
  ])('a changed entry: %s', async (change) => {
    const { fault } = await afterwards([`update audit_entries set ${change} where seq = 17`]);
    expect(fault).toMatch(/entry 17 was changed/);
  });

  it.each([['staff'], ['ticket'], ['reason'], ['address'], ['salt']])(
    'changed details: %s',
    async (column) => {
      const change = `update audit_details set ${column} = 'x' where seq = 17`;
      expect((await afterwards([change])).fault).toBe('the details of entry 17 were changed');
    },
  );

  it.each([[1], [17], [ENTRIES - 1]])('a removed entry: %i', async (seq) => {
    const { fault } = await afterwards([`delete from audit_entries where seq = ${seq}`]);
    expect(fault).toContain(`entry ${seq} is missing`);
  });

  it('a removed entry whose place was closed up', async () => {
    const { fault } = await afterwards([
      'delete from audit_entries where seq = 17',
      'update audit_entries set seq = -seq where seq > 17',
      'update audit_entries set seq = -seq - 1 where seq < 0',
    ]);
    expect(fault).toContain('entry 17 does not follow entry 16');
  });

  it('exchanged entries', async () => {
    const { fault } = await afterwards([
      'update audit_entries set seq = -17 where seq = 17',
      'update audit_entries set seq = 17 where seq = 18',
      'update audit_entries set seq = 18 where seq = -17',
    ]);
    expect(fault).toContain('entry 17 does not follow entry 16');
  });

  it('an entry that was put in', async () => {
    const { fault } = await afterwards([
      'update audit_entries set seq = -seq where seq > 17',
      'update audit_entries set seq = -seq + 1 where seq < 0',
      "insert into audit_entries select 18, 'aud_x', at, call_id, action, outcome, person, via, org, subjects, count, status, details_hash, hash, hash from audit_entries where seq = 17",
    ]);
    expect(fault).toMatch(/entry 18 was changed/);
  });

  it('an end that was cut off, by the head that was exported', async () => {
    const cut = ['delete from audit_entries where seq > 30'];
    expect((await afterwards(cut)).fault).toBeUndefined();
    expect((await afterwards(cut, [head])).fault).toContain(
      `entries 31 to ${ENTRIES} at least are missing`,
    );
  });

  it('details that are gone without an entry that says so', async () => {
    const { fault } = await afterwards(['delete from audit_details where seq = 17']);
    expect(fault).toBe('the details of entry 17 are gone, and no entry says who erased them');
  });

  it('a chain that was rewritten, by the head that was exported', async () => {
    const rows = await store.after(0, 1000);
    const forged = again(rows.map((row, n) => (n === 16 ? withAction(row, 'orgs:read') : row)));
    const walk = (heads: AuditHead[]) => verifyChain(each(forged), { origin: store.origin, heads });
    expect((await walk([])).fault).toBeUndefined();
    expect((await walk([head])).fault).toContain('the chain was rewritten');
  });
});

it('stays whole when the details of a person or an organisation are erased', async () => {
  const before = await store.after(0, 1000);
  const person = before[1]?.entry.person ?? '';
  const subjects = [`person:${person}`];
  const erasure = noteNumbered(ENTRIES + 1, { action: 'audit:erase', outcome: 'begun', subjects });
  const { seq } = await store.append([newEntry(erasure, SECRET, 99_000)]);
  expect(await store.erase({ person }, seq)).toBe(ENTRIES / 2);
  const report = await verifyChain(inOrder(store), { origin: store.origin, heads: [head] });
  expect([report.fault, report.erased]).toEqual([undefined, ENTRIES / 2]);
  const text = JSON.stringify(await database.orm.execute(sql`select * from audit_entries`));
  expect(text).not.toMatch(/desk\.example|T-\d|192\.0\.2/);
});

it('can be verified from what was exported', async () => {
  const rows = await store.after(0, 1000);
  const lines = rows.map((row) => JSON.stringify(exportLine(row)));
  const read = lines.map((line) => rowOfLine(JSON.parse(line)));
  const report = await verifyChain(each(read), { origin: store.origin });
  expect([report.fault, report.head.seq]).toEqual([undefined, ENTRIES + 1]);
});

async function* each(rows: readonly AuditRow[]): AsyncGenerator<AuditRow> {
  yield* rows;
}

function withAction({ entry, details }: AuditRow, action: string): AuditRow {
  return { entry: { ...entry, action }, details };
}

/** The same entries with hashes that fit. */
function again(rows: readonly AuditRow[]): AuditRow[] {
  let prev = store.origin;
  return rows.map(({ entry, details }) => {
    const linked = { ...entry, prev };
    prev = hashOfEntry(linked);
    return { entry: { ...linked, hash: prev }, details };
  });
}

it('stores what comes twice once', async () => {
  const entries = [1, 2, 3].map((n) => newEntry(noteNumbered(n), SECRET, n));
  const first = await store.append(entries);
  expect(await store.append([...entries, newEntry(noteNumbered(4), SECRET, 4)])).toMatchObject({
    seq: first.seq + 1,
  });
  expect(chained(newEntry(noteNumbered(5), SECRET, 5), first).prev).toBe(first.hash);
});

it('holds tickets and reasons on one line, without marks of text direction', () => {
  const note = { ...noteNumbered(1), ticket: 'T\u202e\u001b[31m-1', reason: 'a\r\nb\u2066c' };
  const { details } = newEntry(note, SECRET, 1_000);
  expect([details.ticket, details.reason]).toEqual(['T  [31m-1', 'a  b c']);
});
