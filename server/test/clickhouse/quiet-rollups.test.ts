import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { countingStore } from '../../../testkit/engines/counting-store.ts';
import { type OpenedStore, openClickHouse } from '../../src/clickhouse/client.ts';
import { startRollups } from '../../src/clickhouse/rollups.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-quiet-'));
let store: OpenedStore;

beforeAll(async () => {
  store = await openClickHouse({ path: join(directory, 'clickhouse') });
  await migrate(store, 400);
});

afterAll(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

/** Writes one request of a minute ago, as the views do. */
function write(id: string, ingestedMs: number): Promise<void> {
  return store.command(
    `INSERT INTO api_requests (Timestamp, RequestId, Code, Status, Route, ingested_at)
     VALUES (now64(9) - INTERVAL 1 MINUTE, {id: String}, 'c', 500, '/a', fromUnixTimestamp64Milli({at: Int64}))`,
    { id, at: ingestedMs },
  );
}

async function counted(): Promise<number> {
  const [row] = await store.query(
    'SELECT toUInt32(sum(Requests)) AS requests FROM error_rates_10s FINAL',
    {},
    z.object({ requests: z.number() }),
  );
  return row?.requests ?? 0;
}

it('asks an embedded store nothing while nothing is written, and counts what is written then', async () => {
  let now = Date.now();
  const { store: asking, asked } = countingStore(store, 'api_requests');
  const options = { now: () => now, intervalMs: 3_600_000, log: pino({ level: 'silent' }) };
  const rollups = await startRollups(asking, options);
  await rollups.tick();
  await rollups.tick();
  const before = asked();
  for (let n = 0; n < 20; n++) await rollups.tick();
  expect(asked()).toBe(before);

  await write('r1', Date.now());
  await rollups.tick();
  expect(await counted()).toBe(1);

  // One that was on its way while the last look was made.
  const late = write('r2', Date.now());
  await rollups.tick();
  await late;
  await rollups.tick();
  expect(await counted()).toBe(2);

  // Each minute it looks further back all the same.
  const until = asked();
  now += 120_000;
  await rollups.tick();
  expect(asked()).toBeGreaterThan(until);
  await rollups.stop();
});
