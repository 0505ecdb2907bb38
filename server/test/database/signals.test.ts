import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BlackHole, openBlackHole } from '../../../testkit/engines/black-hole.ts';
import {
  type PostgresServer,
  postgresMissing,
  startPostgres,
} from '../../../testkit/engines/postgres-server.ts';
import { type PostgresSignals, postgresSignals } from '../../src/database/postgres-signals.ts';

const PATIENCE = { timeout: 20_000, interval: 20 };

describe.skipIf(postgresMissing())('signals between processes on one Postgres', () => {
  let postgres: PostgresServer;
  let hole: BlackHole;
  let here: PostgresSignals;
  let there: PostgresSignals;
  const heard: string[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
    hole = await openBlackHole(postgres.port);
    here = postgresSignals(postgres.url());
    there = postgresSignals(postgres.url().replace(`:${postgres.port}`, `:${hole.port}`));
    there.on('topic', (text) => heard.push(`there ${text}`));
    here.on('topic', (text) => heard.push(`here ${text}`));
    here.on('other', (text) => heard.push(`other ${text}`));
  }, 60_000);

  afterAll(async () => {
    await Promise.all([here.close(), there.close()]);
    await hole.close();
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

  it('are not sent after the end', async () => {
    const own = postgresSignals(postgres.url());
    own.on('topic', () => undefined);
    await live(own).toBe(true);
    await own.close();
    own.send('topic', 'too late');
    expect(own.areLive).toBe(false);
  });
});
