import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BlackHole, openBlackHole } from '../../../testkit/engines/black-hole.ts';
import {
  type PostgresServer,
  postgresMissing,
  startPostgres,
} from '../../../testkit/engines/postgres-server.ts';
import {
  openTransactionPooler,
  type TransactionPooler,
} from '../../../testkit/engines/transaction-pooler.ts';
import { type PostgresSignals, postgresSignals } from '../../src/database/postgres-signals.ts';

const PATIENCE = { timeout: 20_000, interval: 20 };

describe.skipIf(postgresMissing())('signals between processes on one Postgres', () => {
  let postgres: PostgresServer;
  let hole: BlackHole;
  let pooler: TransactionPooler;
  let here: PostgresSignals;
  let there: PostgresSignals;
  const heard: string[] = [];
  const pools: pg.Pool[] = [];
  const at = (port: number) => postgres.url().replace(`:${postgres.port}`, `:${port}`);

  function signalsAt(port: number): PostgresSignals {
    const other = new pg.Pool({ connectionString: at(port) });
    other.on('error', () => undefined);
    pools.push(other);
    return postgresSignals(at(port), other);
  }

  const warnings: string[] = [];
  process.on('warning', ({ message }) => warnings.push(message));

  beforeAll(async () => {
    postgres = await startPostgres();
    hole = await openBlackHole(postgres.port);
    pooler = await openTransactionPooler(postgres.port);
    here = signalsAt(postgres.port);
    there = signalsAt(hole.port);
    there.on('topic', (text) => heard.push(`there ${text}`));
    here.on('topic', (text) => heard.push(`here ${text}`));
    here.on('other', (text) => heard.push(`other ${text}`));
  }, 60_000);

  afterAll(async () => {
    await Promise.all([here.close(), there.close()]);
    await Promise.all(pools.map((pool) => pool.end()));
    await Promise.all([hole.close(), pooler.close()]);
    await postgres.close();
  });

  const live = (signals: PostgresSignals) => expect.poll(() => signals.areLive, PATIENCE);

  it('arrive at all who listen for their topic, the sender too, and as they were sent', async () => {
    await live(here).toBe(true);
    await live(there).toBe(true);
    here.send('topic', 'it\'s {"n":1} ok');
    await expect
      .poll(() => heard.toSorted(), PATIENCE)
      .toEqual(['here it\'s {"n":1} ok', 'there it\'s {"n":1} ok']);
  });

  it('arrive in their order, however many are sent at once, and without a warning', async () => {
    heard.length = 0;
    const texts = Array.from({ length: 100 }, (_, n) => `here ${n}`);
    for (const [n] of texts.entries()) here.send('topic', String(n));
    await expect
      .poll(() => heard.filter((text) => text.startsWith('here')), PATIENCE)
      .toEqual(texts);
    expect(warnings).toEqual([]);
  });

  it('are known to be lost on a connection that leads nowhere, and arrive again on a new one', async () => {
    hole.drop();
    await live(there).toBe(false);
    expect(here.areLive).toBe(true);
    there.send('topic', 'into the void');
    hole.restore();
    await live(there).toBe(true);
    heard.length = 0;
    here.send('topic', 'again');
    await expect.poll(() => heard.toSorted(), PATIENCE).toEqual(['here again', 'there again']);
  });

  it('are lost while Postgres is away, without a word, and come back with it', async () => {
    await postgres.kill();
    await live(here).toBe(false);
    here.send('topic', 'nobody');
    await postgres.start();
    await live(here).toBe(true);
    await live(there).toBe(true);
    heard.length = 0;
    there.send('topic', 'back');
    await expect.poll(() => heard.toSorted(), PATIENCE).toEqual(['here back', 'there back']);
  });

  it('are known to be lost behind a pooler that hands back only what is one’s own', async () => {
    const pooled = signalsAt(pooler.port);
    const own: string[] = [];
    const echoes = new Set<string>();
    here.on('echo', (text) => echoes.add(text));
    await expect.poll(() => echoes.size, PATIENCE).toBeGreaterThan(1);
    const before = new Set(echoes);
    pooled.on('topic', (text) => own.push(text));
    await expect.poll(() => [...echoes].some((token) => !before.has(token)), PATIENCE).toBe(true);
    await pause(200);
    pooled.send('topic', 'mine');
    await expect.poll(() => own, PATIENCE).toEqual(['mine']);
    expect(pooled.areLive).toBe(false);
    await pooled.close();
  });

  it('end with their process although Postgres hangs', async () => {
    const own = signalsAt(postgres.port);
    own.on('topic', () => undefined);
    await live(own).toBe(true);
    postgres.freeze();
    await own.close();
    postgres.resume();
    expect(own.areLive).toBe(false);
    await live(here).toBe(true);
  });

  it('are not sent after the end', async () => {
    const own = signalsAt(postgres.port);
    own.on('topic', () => undefined);
    await live(own).toBe(true);
    await own.close();
    own.send('topic', 'too late');
    expect(own.areLive).toBe(false);
  });
});
