import { spawn } from 'node:child_process';
import { hash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type PostgresServer,
  postgresMissing,
  startPostgres,
} from '../../../testkit/engines/postgres-server.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { Orgs } from '../../src/meetso/directory/orgs.ts';
import { IdempotencyStore } from '../../src/meetso/idempotency/idempotency-store.ts';
import { IdempotentCalls } from '../../src/meetso/idempotency/idempotent-calls.ts';
import { draftMeeting, Meetings } from '../../src/meetso/meetings/meetings-repository.ts';

const missing = postgresMissing();
const CLAIMANT = join(import.meta.dirname, '../../../testkit/crash/claimant-process.ts');
const INPUT = { title: 'Sync', startsAt: new Date('2031-05-06'), durationMinutes: 30 };
const CONTENT = 'the same';

describe.skipIf(missing)(`idempotency over Postgres${missing ? ` (${missing})` : ''}`, () => {
  let server: PostgresServer;
  let orgId: string;
  const databases: Database[] = [];
  /** What two processes have of their own. */
  const processes: { calls: IdempotentCalls; meetings: Meetings; store: IdempotencyStore }[] = [];

  beforeAll(async () => {
    server = await startPostgres();
    for (let i = 0; i < 2; i++) {
      const database = await openDatabase({ url: server.url(), path: '/nowhere' });
      databases.push(database);
      const store = new IdempotencyStore(database);
      const calls = new IdempotentCalls(
        store,
        () => performance.now(),
        () => undefined,
      );
      processes.push({ calls, store, meetings: new Meetings(database) });
    }
    const [first] = databases;
    if (first) orgId = (await new Orgs(first).create('Fernhill Labs', new Date())).id;
  });

  afterAll(async () => {
    for (const { calls } of processes) calls.stop();
    for (const database of databases) await database.close();
    await server?.close();
  });

  const scopeOf = (key: string) => ({
    orgId,
    method: 'POST',
    route: '/public/v1/meetings',
    keyHash: hash('sha256', key),
  });
  /** One call with a key in one of the processes; the id of its meeting. */
  async function call(at: number, key: string): Promise<string> {
    const own = processes[at % 2];
    if (own === undefined) throw new Error('no process');
    const meeting = draftMeeting(INPUT, new Date());
    const { response } = await own.calls.answer({
      scope: scopeOf(key),
      content: CONTENT,
      requestId: randomUUID(),
      within: (work) => work(),
      execute: async (claim) =>
        (await own.meetings.createOnce(meeting, claim, meeting.id)) ? meeting.id : undefined,
    });
    return response;
  }
  const count = async () =>
    Number((await server.query('select count(*) as n from meetings'))[0]?.n);

  it('makes one meeting of two calls of each key, in two processes at once', async () => {
    const before = await count();
    const keys = Array.from({ length: 300 }, (_, i) => `pair ${i}`);
    for (let i = 0; i < keys.length; i += 20) {
      const pairs = await Promise.all(
        keys.slice(i, i + 20).map((key) => Promise.all([call(0, key), call(1, key)])),
      );
      for (const [one, other] of pairs) expect(one).toBe(other);
    }
    expect((await count()) - before).toBe(keys.length);
  });

  it('makes one meeting of 1,000 calls of one key', async () => {
    const before = await count();
    const ids = await Promise.all(Array.from({ length: 1_000 }, (_, i) => call(i, 'crowd')));
    expect(new Set(ids).size).toBe(1);
    expect((await count()) - before).toBe(1);
  });

  it.each([
    ['before', false],
    ['after', true],
  ])('makes one meeting when its owner is killed %s its commit', async (when, commits) => {
    const before = await count();
    const key = `killed ${when}`;
    const contentHash = hash('sha256', CONTENT);
    const claim = { scope: scopeOf(key), contentHash, requestId: 'req_owner', claim: randomUUID() };
    const meeting = draftMeeting(INPUT, new Date());
    const args = [CLAIMANT, server.url(), JSON.stringify(claim)];
    const owner = spawn(process.execPath, commits ? [...args, JSON.stringify(meeting)] : args);
    const [line] = await once(owner.stdout, 'data');
    expect(String(line)).toContain('mine');
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    const ids: string[] = [];
    // While the killed process still holds the key, others are asked to retry.
    while (ids.length < 10) {
      const tries = await Promise.allSettled(Array.from({ length: 10 }, (_, i) => call(i, key)));
      for (const tried of tries) {
        if (tried.status === 'fulfilled') ids.push(tried.value);
        else expect(tried.reason).toMatchObject({ reason: 'idempotency_in_flight' });
      }
    }
    expect(new Set(ids).size).toBe(1);
    expect((await count()) - before).toBe(1);
  });

  it('forgets keys after a day', async () => {
    const first = await call(0, 'old');
    await server.query("update idempotency_keys set created_at = now() - interval '25 hours'");
    expect(await call(1, 'old')).not.toBe(first);
    await processes[0]?.store.sweep();
    const rows = await server.query('select count(*) as n from idempotency_keys');
    expect(Number(rows[0]?.n)).toBe(1);
  });
});
