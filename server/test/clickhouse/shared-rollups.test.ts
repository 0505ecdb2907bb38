import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pino from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import {
  type ClickHouseServer,
  freePort,
  startClickHouse,
} from '../../../testkit/engines/clickhouse-server.ts';
import { countingStore } from '../../../testkit/engines/counting-store.ts';
import { type OpenedStore, openClickHouse } from '../../src/clickhouse/client.ts';
import { startRollups } from '../../src/clickhouse/rollups.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-rollups-'));
let server: ClickHouseServer;
let store: OpenedStore;

beforeAll(async () => {
  server = await startClickHouse(join(directory, 'clickhouse'), await freePort());
  store = await openClickHouse({ path: join(directory, 'unused'), url: server.url });
  await migrate(store, 400);
});

afterAll(async () => {
  await store.close();
  await server.kill();
  rmSync(directory, { recursive: true });
});

let written = 0;

async function write(): Promise<void> {
  written++;
  await store.command(
    `INSERT INTO api_requests (Timestamp, RequestId, Code, Status, Route)
     VALUES (now64(9), {id: String}, 'c', 500, '/a')`,
    { id: `r${written}` },
  );
}

const countedIn = async (table: string) => {
  const sql = `SELECT toUInt32(sum(Requests)) AS requests FROM ${table} FINAL`;
  return (await store.query(sql, {}, z.object({ requests: z.number() })))[0]?.requests;
};

it('is done by one of two processes at a time, and by the other when that one ends', async () => {
  const intervalMs = 1_000;
  const options = { now: Date.now, intervalMs, log: pino({ level: 'silent' }) };
  const statement = 'INSERT INTO error_rates_10s';
  const [one, two] = [countingStore(store, statement), countingStore(store, statement)];
  const both = [await startRollups(one.store, options), await startRollups(two.store, options)];
  await Promise.all(both.map((rollups) => rollups.tick()));
  const before = one.asked() + two.asked();
  const began = performance.now();
  while (performance.now() - began < 6_000) {
    await write();
    await pause(100);
  }
  const turns = (performance.now() - began) / intervalMs;
  expect(one.asked() + two.asked() - before).toBeLessThan(turns * 1.4);

  await both[0]?.stop();
  const alone = two.asked();
  await write();
  for (const table of ['error_rates_10s', 'error_rates_1m', 'error_rates_1h'])
    await vi.waitFor(async () => expect(await countedIn(table), table).toBe(written), 10_000);
  expect(two.asked()).toBeGreaterThan(alone);
  await both[1]?.stop();
});
