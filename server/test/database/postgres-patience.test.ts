import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BlackHole, openBlackHole } from '../../../testkit/engines/black-hole.ts';
import {
  type PostgresServer,
  postgresMissing,
  startPostgres,
} from '../../../testkit/engines/postgres-server.ts';
import { outageOf } from '../../src/database/control-plane-outage.ts';
import { type Database, DatabaseError } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';

const missing = postgresMissing();
let server: PostgresServer;
let hole: BlackHole;
let database: Database;

function stall(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

describe.skipIf(missing)(`an event loop that stalls${missing ? ` (${missing})` : ''}`, () => {
  beforeAll(async () => {
    server = await startPostgres();
    hole = await openBlackHole(server.port);
    // The relay is in this process and stalls with it: only what needs it goes through it.
    database = await openDatabase({ url: server.url(), path: '/nowhere' });
  });
  afterAll(async () => {
    hole.restore();
    await database.close();
    await hole.close();
    await server.close();
  });

  const ask = () => database.prompt.orm.execute(sql`select pg_sleep(0.05)`);

  async function connections(): Promise<number[]> {
    const rows = await server.query(
      `select pid from pg_stat_activity where application_name = 'request-desk' order by pid`,
    );
    return rows.map(({ pid }) => Number(pid));
  }

  it('destroys no connection and fails no call whose answer waits in the socket', async () => {
    await Promise.all(Array.from({ length: 10 }, ask));
    const before = await connections();
    expect(before).toHaveLength(10);
    for (let i = 0; i < 3; i++) {
      // Ten on their connections, twenty that wait for one.
      const asked = Promise.all(Array.from({ length: 30 }, ask));
      await pause(20);
      stall(700);
      await asked;
    }
    expect(await connections()).toEqual(before);
  });

  it('makes new connections although it stalls meanwhile', async () => {
    const fresh = await openDatabase({ url: server.url(), path: '/nowhere' });
    const asked = Promise.all(
      Array.from({ length: 10 }, () => fresh.prompt.orm.execute(sql`select 1`)),
    );
    await pause(1);
    stall(700);
    await asked;
    await fresh.close();
  });

  it('still gives up within a second on connections that lead nowhere, used and new', async () => {
    const url = `postgres://desk@127.0.0.1:${hole.port}/desk`;
    const relayed = await openDatabase({ url, path: '/nowhere' });
    const askThrough = () => relayed.prompt.orm.execute(sql`select 1`);
    await askThrough();
    hole.drop();
    const began = performance.now();
    const results = await Promise.allSettled(Array.from({ length: 20 }, askThrough));
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(results.filter(({ status }) => status === 'fulfilled')).toEqual([]);
    // What a transaction fails with is no error of a statement, and an outage all the same.
    const begun = relayed.prompt.orm.transaction((tx) => tx.execute(sql`select 1`));
    expect(outageOf(await begun.catch((error: unknown) => error))).toBeInstanceOf(DatabaseError);
    hole.restore();
    const answer = () =>
      askThrough().then(
        () => 'answered',
        () => 'failed',
      );
    await expect.poll(answer).toBe('answered');
    await relayed.close();
  });
});
