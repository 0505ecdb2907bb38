/** Attributes are written cheaply, and compressed harder when nothing more comes for their day. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOUR_MS } from '@request-desk/shared/durations';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type OpenedStore, openClickHouse } from '../../src/clickhouse/client.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-recompression-'));
const ROWS = 5_000;
let store: OpenedStore;

beforeAll(async () => {
  store = await openClickHouse({ path: join(directory, 'clickhouse') });
  await migrate(store, 30);
});

afterAll(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

const AGES = [
  { table: 'otel_logs', attributes: 'LogAttributes' },
  { table: 'otel_traces', attributes: 'SpanAttributes' },
] as const;

it.each(AGES)('$table: rows of hours ago are smaller after merging', async (where) => {
  const fresh = await sizeOf(where, 0);
  const past = await sizeOf(where, 3 * HOUR_MS);
  expect([fresh.codec, past.codec]).toEqual(['LZ4', 'ZSTD(9)']);
  expect(past.bytes).toBeLessThan(fresh.bytes);
  expect([fresh.rows, past.rows]).toEqual([ROWS, ROWS]);
});

it('stays when the retention is another one, and each start finds it as it is', async () => {
  const ttls = () =>
    store.query(
      `SELECT name, extract(create_table_query, 'TTL (.*?) SETTINGS') AS ttl FROM system.tables
       WHERE database = currentDatabase() AND name IN ('otel_logs', 'otel_traces', 'api_requests')
       ORDER BY name`,
      {},
      z.object({ name: z.string(), ttl: z.string() }),
    );
  await migrate(store, 7);
  const again = 'toDateTime(Timestamp) + toIntervalHour(2) RECOMPRESS CODEC(ZSTD(9))';
  const expires = 'toDateTime(Timestamp) + toIntervalDay(7)';
  expect(await ttls()).toEqual([
    { name: 'api_requests', ttl: expires },
    { name: 'otel_logs', ttl: `${expires}, ${again}` },
    { name: 'otel_traces', ttl: `${expires}, ${again}` },
  ]);
  const { written } = store;
  await migrate(store, 7);
  expect(store.written).toBe(written);
});

/** Of one part that holds ROWS rows of that age. */
async function sizeOf({ table, attributes }: (typeof AGES)[number], ageMs: number) {
  await store.command(`TRUNCATE TABLE ${table}`);
  await store.command(
    `INSERT INTO ${table} (Timestamp, TraceId, SpanId, ${attributes})
     SELECT fromUnixTimestamp64Milli({at: Int64}), lower(hex(sipHash128(number))), lower(hex(sipHash64(number))),
       map('http.route', concat('/v1/orders/', toString(number % 7)), 'http.request.method', 'GET',
         'client.address', concat('192.0.2.', toString(number % 200)), 'server.port', toString(number % 13))
     FROM numbers({rows: UInt32})`,
    { at: Date.now() - ageMs, rows: ROWS },
  );
  await store.command(`OPTIMIZE TABLE ${table} FINAL`);
  const [part] = await store.query(
    `SELECT rows, default_compression_codec AS codec, data_compressed_bytes AS bytes FROM system.parts
     WHERE active AND database = currentDatabase() AND table = {table: String}`,
    { table },
    z.object({ rows: z.number(), codec: z.string(), bytes: z.number() }),
  );
  if (part === undefined) throw new Error('no part');
  return part;
}
