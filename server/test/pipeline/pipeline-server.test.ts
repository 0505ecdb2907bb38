import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSpool } from '@request-desk/fastify/spool/open-spool';
import type { Spool } from '@request-desk/fastify/spool/spool';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type ClickHouseServer,
  freePort,
  startClickHouse,
} from '../../../testkit/engines/clickhouse-server.ts';
import { logsBody, tracesBody } from '../../../testkit/otlp/otlp-bodies.ts';
import { type OpenedStore, openClickHouse } from '../../src/clickhouse/client.ts';
import { startRollups } from '../../src/clickhouse/rollups.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';
import { clickHouseSink } from '../../src/clickhouse/segments/clickhouse-sink.ts';
import { StoreRefused, StoreUnavailable } from '../../src/clickhouse/store-fault.ts';

const log = pino({ level: 'silent' });
const directory = mkdtempSync(join(tmpdir(), 'desk-server-'));
const count = z.object({ n: z.number() });
let port: number;
let server: ClickHouseServer;
let clickhouse: OpenedStore;
let spool: Spool;

beforeAll(async () => {
  port = await freePort();
  server = await startClickHouse(join(directory, 'clickhouse'), port);
  clickhouse = await openClickHouse({ url: server.url, path: '' });
  await migrate(clickhouse, 30);
  await migrate(clickhouse, 7);
  spool = await openSpool({
    path: join(directory, 'spool'),
    sink: clickHouseSink(clickhouse, 30),
    maxBytes: 2 ** 30,
    now: Date.now,
    log,
  });
});

afterAll(async () => {
  await spool.close();
  await clickhouse.close();
  await server.kill();
  rmSync(directory, { recursive: true });
});

function append(from: number, to: number): void {
  for (let n = from; n < to; n++) {
    const high = n.toString(16).padStart(16, '0');
    const event = {
      traceId: high + high,
      eventName: 'request_desk.request',
      severity: 13,
      attributes: {
        'request_desk.request.id': `req_${high}`,
        'request_desk.error.code': 'not_found',
        'http.response.status_code': 404n,
      },
    };
    spool.append('errors', logsBody([event]));
    spool.append('traces', tracesBody([{ traceId: high + high, spanId: high, name: 'GET' }]));
  }
}

async function counted(sql: string): Promise<number> {
  return (await clickhouse.query(sql, {}, count))[0]?.n ?? -1;
}

async function everywhere(rows: number): Promise<void> {
  await expect.poll(() => spool.state().backlog_bytes, { timeout: 40_000 }).toBe(0);
  for (const table of ['otel_logs', 'otel_traces', 'api_requests', 'request_index']) {
    expect(await counted(`SELECT count() AS n FROM ${table} FINAL`), table).toBe(rows);
  }
  const rollups = await startRollups(clickhouse, { now: Date.now, intervalMs: 3_600_000, log });
  await rollups.tick();
  await rollups.stop();
  for (const table of ['error_rates_10s', 'error_rates_1m', 'error_rates_1h']) {
    expect(await counted(`SELECT sum(Requests) AS n FROM ${table} FINAL`), table).toBe(rows);
  }
}

describe('a ClickHouse server', () => {
  it('receives segments as bodies of one statement', async () => {
    append(1, 101);
    await everywhere(100);
  });

  it('changes the retention of existing tables', async () => {
    const sql = `SELECT count() AS n FROM system.tables
      WHERE create_table_query LIKE '%toIntervalDay(7)%'`;
    expect(await counted(sql)).toBe(9);
  });

  it('distinguishes an outage from a refusal', async () => {
    const refused = clickhouse.query('SELECT 1 nonsense +', {}, count);
    await expect(refused).rejects.toBeInstanceOf(StoreRefused);
    const slow = clickhouse.query(
      'SELECT sleep(3) AS n SETTINGS max_execution_time = 1',
      {},
      count,
    );
    await expect(slow).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('may be killed at any time: nothing is lost and nothing is there twice', async () => {
    append(101, 601);
    await server.kill();
    append(601, 1_001);
    await expect.poll(() => spool.state().store, { timeout: 10_000 }).toBe('unavailable');
    await expect(clickhouse.query('SELECT 1 AS n', {}, count)).rejects.toBeInstanceOf(
      StoreUnavailable,
    );
    server = await startClickHouse(join(directory, 'clickhouse'), port);
    await everywhere(1_000);
    expect(spool.state()).toMatchObject({ store: 'ok', quarantined_segments: 0, dropped_bytes: 0 });
  });
});
