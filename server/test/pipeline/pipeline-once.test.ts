import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSpool } from '@request-desk/fastify/spool/open-spool';
import { otlpSink } from '@request-desk/fastify/spool/sinks/otlp';
import type { Spool } from '@request-desk/fastify/spool/spool';
import Fastify, { type FastifyInstance } from 'fastify';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { logsBody, tracesBody } from '../../../testkit/otlp/otlp-bodies.ts';
import { earlierFrame } from '../../../testkit/spool/segments.ts';
import { type OpenedStore, openClickHouse } from '../../src/clickhouse/client.ts';
import { startRollups } from '../../src/clickhouse/rollups.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';
import { clickHouseSink } from '../../src/clickhouse/segments/clickhouse-sink.ts';
import { ingestRoutes } from '../../src/ingest/routes.ts';

const log = pino({ level: 'silent' });
const directory = mkdtempSync(join(tmpdir(), 'desk-once-'));
const TOKEN = 't'.repeat(32);
const ROWS = 40;
let clickhouse: OpenedStore;
let spool: Spool;
let receiver: FastifyInstance;
let url: string;
/** Answers that the receiver drops: the work is done, and the sender does not learn it. */
let toLose = 0;
let first = 1;

beforeAll(async () => {
  clickhouse = await openClickHouse({ path: join(directory, 'clickhouse') });
  await migrate(clickhouse, 30);
  spool = await open('spool', clickHouseSink(clickhouse, 30));
  receiver = Fastify();
  receiver.addHook('onSend', async (_request, reply) => {
    if (toLose > 0 && toLose--) reply.raw.destroy();
  });
  await receiver.register(ingestRoutes, { spool, tokens: { ingestApi: TOKEN } });
  url = await receiver.listen({ port: 0, host: '127.0.0.1' });
});

afterAll(async () => {
  await receiver.close();
  await spool.close();
  await clickhouse.close();
  rmSync(directory, { recursive: true });
});

function open(name: string, sink: Parameters<typeof openSpool>[0]['sink']): Promise<Spool> {
  return openSpool({ path: join(directory, name), sink, maxBytes: 2 ** 30, now: Date.now, log });
}

/** Forty new request events in one body, at times of the last hour. */
function events(): Uint8Array {
  const records = Array.from({ length: ROWS }, (_, n) => {
    const high = (first + n).toString(16).padStart(16, '0');
    const attributes = {
      'request_desk.request.id': `req_${high}`,
      'request_desk.error.code': 'not_found',
    };
    const event = { traceId: high + high, eventName: 'request_desk.request', severity: 13 };
    return { ...event, attributes, at: Date.now() - n * 60_000 };
  });
  first += ROWS;
  return logsBody(records);
}

/** Every table holds each of the events once, and so do the rollups. */
async function exact(): Promise<void> {
  const count = z.object({ n: z.number() });
  const one = async (sql: string) => (await clickhouse.query(sql, {}, count))[0]?.n;
  await expect.poll(() => spool.state().backlog_bytes, { timeout: 10_000 }).toBe(0);
  const rollups = await startRollups(clickhouse, { now: Date.now, intervalMs: 3_600_000, log });
  await rollups.tick();
  await rollups.stop();
  for (const table of ['otel_logs', 'api_requests', 'request_index']) {
    expect(await one(`SELECT count() AS n FROM ${table} FINAL`), table).toBe(first - 1);
  }
  for (const table of ['error_rates_10s', 'error_rates_1m', 'error_rates_1h']) {
    expect(await one(`SELECT sum(Requests) AS n FROM ${table} FINAL`), table).toBe(first - 1);
  }
}

describe('what is sent more than once is there once', () => {
  it('when a body is posted twice', async () => {
    const body = new Uint8Array(events());
    const headers = { 'content-type': 'application/x-protobuf', authorization: `Bearer ${TOKEN}` };
    for (let n = 0; n < 2; n++) {
      expect((await fetch(`${url}/v1/logs`, { method: 'POST', body, headers })).status).toBe(200);
    }
    await exact();
  });

  it('when two deliverers race', async () => {
    const path = join(directory, 'segment');
    writeFileSync(path, earlierFrame(events()));
    const sink = clickHouseSink(clickhouse, 30);
    const delivery = { stream: 'errors', path, receivedMs: Date.now() } as const;
    await Promise.all(Array.from({ length: 4 }, () => sink.deliver(delivery)));
    await exact();
  });

  it('when the answer to a delivered segment is lost between API and ingest', async () => {
    const headers = `authorization=Bearer%20${TOKEN}`;
    const sink = otlpSink({ endpoint: url, headers, timeoutMs: 5_000, log });
    toLose = 3;
    const sender = await open('sender', sink);
    sender.append('errors', events());
    sender.append(
      'traces',
      tracesBody([{ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name: 'x' }]),
    );
    await expect.poll(() => sender.state().backlog_bytes, { timeout: 15_000 }).toBe(0);
    expect(toLose).toBe(0);
    await sender.close();
    await exact();
  });
});
