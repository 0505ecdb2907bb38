import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type OpenedStore, openClickHouse } from '../../../server/src/clickhouse/client.ts';
import { startRollups } from '../../../server/src/clickhouse/rollups.ts';
import { migrate } from '../../../server/src/clickhouse/schema/migrate.ts';
import { clickHouseSink } from '../../../server/src/clickhouse/segments/clickhouse-sink.ts';
import { segmentOf, writeSegment } from '../../../testkit/spool/segments.ts';
import { ProtobufWriter } from '../otlp/protobuf.ts';
import { FRAME_OVERHEAD, scan } from './frame.ts';
import { openSpool } from './open-spool.ts';
import { SegmentDirectory } from './segment-directory.ts';
import { Refused, type Sink } from './sink.ts';
import type { Spool } from './spool.ts';

const log = pino({ level: 'silent' });
// One moment, so that what it counts lies in one bucket.
const started = Date.now();
const now = () => started;
const directory = mkdtempSync(join(tmpdir(), 'desk-pipeline-'));
const count = z.object({ n: z.number() });
let clickhouse: OpenedStore;

beforeAll(async () => {
  clickhouse = await openClickHouse({ path: join(directory, 'clickhouse') });
  await migrate(clickhouse, 30);
});

afterAll(async () => {
  await clickhouse.close();
  rmSync(directory, { recursive: true });
});

/** One request event as an ExportLogsServiceRequest. */
function eventBody(requestId: string, code: string, atSeconds = Math.floor(now() / 1000)) {
  const attributes = {
    'request_desk.request.id': requestId,
    'request_desk.error.code': code,
    'http.response.status_code': '404',
    'http.route': '/public/v1/meetings/:id',
    'request_desk.org.id': 'org_a',
  };
  const writer = new ProtobufWriter();
  writer.message(1, (resource) =>
    resource.message(2, (scope) =>
      scope.message(2, (record) => {
        record.nanoseconds(1, atSeconds, 1);
        for (const [key, value] of Object.entries(attributes)) {
          record.message(6, (kv) => kv.string(1, key).message(2, (any) => any.string(1, value)));
        }
        record.hex(9, `${requestId.slice(4)}${requestId.slice(4)}`);
        record.string(12, 'request_desk.request');
      }),
    ),
  );
  return writer.finish();
}

function open(name: string): Promise<Spool> {
  const sink = clickHouseSink(clickhouse, 30);
  return openSpool({ path: join(directory, name), sink, maxBytes: 2 ** 30, now, log });
}

async function rowsIn(table: string, where = '1'): Promise<number> {
  const rows = await clickhouse.query(
    `SELECT toUInt32(count()) AS n FROM ${table} FINAL WHERE ${where}`,
    {},
    count,
  );
  return rows[0]?.n ?? -1;
}

const idOf = (n: number) => `req_${n.toString(16).padStart(16, '0')}`;

describe('the pipeline', () => {
  it('migrates twice without a change', async () => {
    await migrate(clickhouse, 30);
    expect(await rowsIn('schema_migrations')).toBeGreaterThan(5);
  });

  it('delivers each body once into every table, however often it is sent', async () => {
    const spool = await open('twice');
    for (let n = 1; n <= 50; n++) spool.append('errors', eventBody(idOf(n), 'no_parcel'));
    for (let n = 1; n <= 50; n++) spool.append('errors', eventBody(idOf(n), 'no_parcel', 1e9));
    await spool.close();
    expect(spool.state().backlog_bytes).toBe(0);
    const segments = new SegmentDirectory(join(directory, 'twice'), 'errors');
    expect(segments.list('done')).not.toHaveLength(0);
    for (const done of segments.list('done')) segments.mark(done, 'seg');
    await (await open('twice')).close();
    expect(await rowsIn('api_requests', `OrgId = 'org_a' AND Timestamp > now() - 60`)).toBe(100);
    expect(await rowsIn('request_index')).toBe(50);
  });

  it('counts each request once in the rollups, however often they are recomputed', async () => {
    const rollups = await startRollups(clickhouse, { now, intervalMs: 3_600_000, log });
    await rollups.tick();
    await rollups.tick();
    for (const table of ['error_rates_10s', 'error_rates_1m', 'error_rates_1h']) {
      const rows = await clickhouse.query(
        `SELECT toUInt32(sum(Requests)) AS n FROM ${table} FINAL`,
        {},
        count,
      );
      expect(rows[0]?.n, table).toBe(50);
    }
    await rollups.stop();
  });

  it('takes over a torn segment and redelivers after an unclean end', async () => {
    const path = join(directory, 'torn');
    const segments = new SegmentDirectory(path, 'errors');
    const left = segments.next(now(), 'open');
    const bodies = [201, 202].map((n) => eventBody(idOf(n), 'no_parcel'));
    writeFileSync(left, segmentOf(left, ...bodies).subarray(0, -40));
    writeSegment(segments.next(now(), 'done'), eventBody(idOf(203), 'no_parcel'));
    writeFileSync(join(path, 'running'), '');
    const spool = await open('torn');
    await expect.poll(() => rowsIn('api_requests', `RequestId = '${idOf(203)}'`)).toBe(1);
    await spool.close();
    for (const [n, rows] of [
      [201, 1],
      [202, 0],
      [203, 1],
    ] as const) {
      expect(await rowsIn('api_requests', `RequestId = '${idOf(n)}'`), String(n)).toBe(rows);
    }
    expect(readdirSync(join(path, 'quarantine'))).toHaveLength(1);
  });

  it('isolates a body that the engine cannot read and loses nothing else', async () => {
    const spool = await open('poison');
    for (let n = 301; n <= 308; n++) {
      spool.append('errors', eventBody(idOf(n), 'no_parcel'));
      if (n === 304) spool.append('errors', Uint8Array.from([0x0a, 0x7f, 0x01]));
    }
    await spool.close();
    expect(
      await rowsIn('api_requests', `RequestId >= '${idOf(301)}' AND RequestId <= '${idOf(308)}'`),
    ).toBe(8);
    expect(spool.state()).toMatchObject({ quarantined_segments: 1, backlog_bytes: 0 });
  });

  it('lets others pass what the store refuses for a reason of its own, and keeps that', async () => {
    const real = clickHouseSink(clickhouse, 30);
    const poison = Buffer.from(idOf(401));
    let healed = false;
    const sink: Sink = {
      async deliver(delivery) {
        if (!healed && readFileSync(delivery.path).includes(poison)) throw new Refused('no column');
        await real.deliver(delivery);
      },
    };
    let later = 0;
    const monotonic = () => performance.now() + later;
    const path = join(directory, 'refused');
    const spool = await openSpool({ path, sink, maxBytes: 2 ** 30, now, monotonic, log });
    spool.append('errors', eventBody(idOf(401), 'no_parcel'));
    await expect.poll(() => spool.state().store).toBe('unavailable');
    spool.append('errors', eventBody(idOf(402), 'no_parcel'));
    const stored = (n: number) => rowsIn('api_requests', `RequestId = '${idOf(n)}'`);
    await expect
      .poll(
        () => {
          later += 3_000;
          return stored(402);
        },
        { timeout: 10_000 },
      )
      .toBe(1);
    expect(await stored(401)).toBe(0);
    healed = true;
    later += 20_000;
    await expect.poll(() => stored(401), { timeout: 10_000 }).toBe(1);
    await spool.close();
  });

  it('waits no longer when the clock is put back', async () => {
    let clock = now();
    let away = true;
    const sink: Sink = {
      deliver: () => (away ? Promise.reject(new Error('away')) : Promise.resolve()),
    };
    const path = join(directory, 'clock');
    const spool = await openSpool({ path, sink, maxBytes: 2 ** 30, now: () => clock, log });
    spool.append('errors', eventBody(idOf(501), 'no_parcel'));
    await expect.poll(() => spool.state().store).toBe('unavailable');
    clock -= 3_600_000;
    away = false;
    await expect.poll(() => spool.state()).toMatchObject({ store: 'ok', backlog_bytes: 0 });
    await spool.close();
  });

  it('finds the next whole frame after damage', () => {
    const segments = new SegmentDirectory(join(directory, 'damaged'), 'errors');
    const path = segments.next(now(), 'seg');
    const [a, b, c] = [1, 2, 3].map((n) => eventBody(idOf(n), 'no_parcel'));
    if (!a || !b || !c) throw new Error('three bodies');
    const segment = segmentOf(path, a, b, c);
    const second = FRAME_OVERHEAD + a.length;
    segment[second + 30] = (segment[second + 30] ?? 0) ^ 0xff;
    const found = scan(segment, segments.sealOf(path));
    expect(found.bodies).toHaveLength(2);
    expect(found.damagedBytes).toBe(FRAME_OVERHEAD + b.length);
  });

  it('removes traces first and errors last when the disk budget is spent', async () => {
    const failing = { deliver: () => Promise.reject(new Error('away')) };
    const path = join(directory, 'full');
    const options = { path, sink: failing, maxBytes: 3_000, now, log };
    const spool = await openSpool(options);
    for (let n = 0; n < 20; n++) spool.append('traces', new Uint8Array(200));
    await spool.close();
    const again = await openSpool(options);
    for (let n = 0; n < 8; n++) again.append('errors', eventBody(idOf(n + 1), 'no_parcel'));
    await expect.poll(() => again.state().dropped_bytes, { timeout: 10_000 }).toBeGreaterThan(0);
    expect(new SegmentDirectory(path, 'traces').list('seg')).toHaveLength(0);
    expect(new SegmentDirectory(path, 'errors').list('seg').length).toBeGreaterThan(0);
    expect(again.state().store).toBe('unavailable');
    await again.close();
  });
});
