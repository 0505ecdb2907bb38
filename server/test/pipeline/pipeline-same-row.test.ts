import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { reordered, type Shape, shapeOf } from '../../../testkit/otlp/log-shapes.ts';
import { logsBody } from '../../../testkit/otlp/otlp-bodies.ts';
import { Random } from '../../../testkit/random.ts';
import { type OpenedStore, openClickHouse } from '../../src/clickhouse/client.ts';
import { recordsOfTrace } from '../../src/clickhouse/queries/lookup-logs.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';
import { clickHouseSink } from '../../src/clickhouse/segments/clickhouse-sink.ts';
import { prepare } from '../../src/ingest/preparation/prepare.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-same-row-'));
/** The columns that the collector's ClickHouse exporter writes, its maps in another order than ours. */
const PLAIN = `Timestamp, TraceId, SpanId, TraceFlags, SeverityText, SeverityNumber, ServiceName, Body,
  ResourceSchemaUrl, ScopeSchemaUrl, ScopeName, ScopeVersion, EventName`;
const MAPS = ['ResourceAttributes', 'ScopeAttributes', 'LogAttributes'];
const AS_EXPORTED = `INSERT INTO otel_logs (${PLAIN}, ${MAPS}) SELECT ${PLAIN},
  ${MAPS.map((map) => `mapFromArrays(reverse(mapKeys(${map})), reverse(mapValues(${map})))`)} FROM otel_logs`;
let store: OpenedStore;
let segments = 0;

beforeAll(async () => {
  store = await openClickHouse({ path: join(directory, 'clickhouse') });
  await migrate(store, 30);
});
afterAll(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

async function deliver(bodies: readonly Uint8Array[]): Promise<void> {
  const parcel = {
    signal: 'logs',
    sender: { name: 'billing', own: false },
    encoding: 'protobuf',
  } as const;
  const stored = bodies.flatMap((body) => {
    const prepared = prepare(parcel, body);
    if (prepared === undefined || 'fault' in prepared) throw new Error(prepared?.message);
    return prepared.stored;
  });
  const path = join(directory, `${segments++}.seg`);
  writeFileSync(path, Buffer.concat(stored));
  await clickHouseSink(store, 30).deliver({ stream: 'logs', path, receivedMs: Date.now() });
}

async function rows(where = 'true'): Promise<number | undefined> {
  const sql = `SELECT count() AS n FROM otel_logs FINAL WHERE ${where}`;
  return (await store.query(sql, {}, z.object({ n: z.number() })))[0]?.n;
}

it('has one row for each of 10,000 shapes, in whatever order and by whatever way they come', async () => {
  const random = new Random(19);
  const shapes = Array.from({ length: 10_000 }, (_, n) => shapeOf(random, n, Date.now()));
  const bodyOf = ({ record, resource }: Shape) => logsBody([record], 'billing', resource);
  await deliver(shapes.map(bodyOf));
  await deliver(shapes.map((shape) => bodyOf(reordered(random, shape))));
  expect(await rows()).toBe(10_000);
  await store.command(AS_EXPORTED);
  expect(await rows()).toBe(10_000);
});

it('keeps equal lines of one nanosecond apart where anything that is stored differs', async () => {
  const line = { traceId: 'a'.repeat(32), body: 'tick', at: Date.now() };
  const numbered = [1n, 2n, 3n].map((uid) => ({ ...line, attributes: { 'log.record.uid': uid } }));
  await deliver([logsBody([...numbered, line, line, line])]);
  expect(await rows(`TraceId = '${line.traceId}'`)).toBe(4);
});

it('shows a record once that was stored before by the hash of earlier releases', async () => {
  const traceId = 'b'.repeat(32);
  const attributes = { b: '1', a: '2' };
  const body = logsBody([{ traceId, body: 'again', attributes, at: Date.now() }]);
  await deliver([body]);
  await store.command(`INSERT INTO otel_logs (${PLAIN}, ${MAPS}, RecordHash, Own)
    SELECT ${PLAIN}, ${MAPS}, cityHash64(SpanId, SeverityNumber, SeverityText, ServiceName, ScopeName, Body,
      EventName, ResourceAttributes, LogAttributes), Own FROM otel_logs WHERE TraceId = '${traceId}'`);
  expect(await rows(`TraceId = '${traceId}'`)).toBe(2);
  const today = new Date().toISOString().slice(0, 10);
  for (const limit of [100, 99]) {
    const found = await recordsOfTrace(store, traceId, { from: today, to: today }, limit);
    expect(found, `${limit}`).toHaveLength(1);
  }
});
