import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openSpool } from '@request-desk/fastify/spool/open-spool';
import type { Spool } from '@request-desk/fastify/spool/spool';
import { DAY_MS } from '@request-desk/shared/durations';
import Fastify, { type FastifyInstance } from 'fastify';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { logsBody, tracesBody } from '../../../testkit/otlp/otlp-bodies.ts';
import { type OpenedStore, openClickHouse } from '../../src/clickhouse/client.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';
import { clickHouseSink } from '../../src/clickhouse/segments/clickhouse-sink.ts';
import { ingestRoutes } from '../../src/ingest/routes.ts';

const log = pino({ level: 'silent' });
const directory = mkdtempSync(join(tmpdir(), 'desk-ingest-'));
const INGEST = 'i'.repeat(32);
const API = 'a'.repeat(32);
let clickhouse: OpenedStore;
let spool: Spool;
let app: FastifyInstance;
let url: string;

beforeAll(async () => {
  clickhouse = await openClickHouse({ path: join(directory, 'clickhouse') });
  await migrate(clickhouse, 30);
  spool = await openSpool({
    path: join(directory, 'spool'),
    sink: clickHouseSink(clickhouse, 30),
    maxBytes: 2 ** 30,
    now: Date.now,
    log,
  });
  app = Fastify();
  await app.register(ingestRoutes, {
    spool,
    tokens: { ingest: INGEST, ingestApi: API },
    limits: { bodyBytes: 2 ** 20, wireBytes: 2 ** 19 },
  });
  url = await app.listen({ port: 0, host: '127.0.0.1' });
});

afterAll(async () => {
  await app.close();
  await spool.close();
  await clickhouse.close();
  rmSync(directory, { recursive: true });
});

function post(signal: string, body: Uint8Array | string, headers: Record<string, string> = {}) {
  return fetch(`${url}/v1/${signal}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : new Uint8Array(body),
    headers: {
      authorization: `Bearer ${INGEST}`,
      'content-type': 'application/x-protobuf',
      ...headers,
    },
  });
}

const row = z.object({ value: z.string() });
async function poll(sql: string, expected: string): Promise<void> {
  await expect
    .poll(async () => (await clickhouse.query(sql, {}, row))[0]?.value, { timeout: 10_000 })
    .toBe(expected);
}

/** A message as the field `tag` of another one. */
function enclosed(tag: number, message: Buffer): Buffer {
  const n = message.length;
  const length = [(n & 127) | 128, ((n >> 7) & 127) | 128, (n >> 14) & 127];
  return Buffer.concat([Buffer.of(tag, ...length), message]);
}

const json = { 'content-type': 'application/json' };
const trace = (n: number) => n.toString(16).padStart(32, 'a');

describe('the OTLP receiver', () => {
  it('takes traces in protobuf, gzipped, and answers in protobuf', async () => {
    const body = tracesBody([
      { traceId: trace(1), spanId: 'b'.repeat(16), name: 'charge', attributes: { ok: false } },
    ]);
    const response = await post('traces', gzipSync(body), { 'content-encoding': 'gzip' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/x-protobuf');
    expect((await response.arrayBuffer()).byteLength).toBe(0);
    await poll(
      `SELECT concat(SpanName, SpanKind, ServiceName, SpanAttributes['ok']) AS value
       FROM otel_traces WHERE TraceId = '${trace(1)}'`,
      'chargeServerbillingfalse',
    );
  });

  it('keeps values of every kind readable, and empty ones apart from absent', async () => {
    const attributes = {
      text: '',
      zero: 0n,
      least: -9007199254740993n,
      half: 0.5,
      list: ['a', 1n, [true, null]],
      dict: { 'a"b': { c: Number.NaN } },
      bytes: Uint8Array.of(1, 2, 255),
    };
    await post('logs', logsBody([{ traceId: trace(2), body: ['x'], attributes }]));
    const stored = {
      text: '',
      zero: '0',
      least: '-9007199254740993',
      half: '0.5',
      list: '["a",1,[true,null]]',
      dict: '{"a\\"b":{"c":"NaN"}}',
      bytes: 'AQL/',
    };
    await poll(
      `SELECT concat(Body, toJSONString(LogAttributes)) AS value FROM otel_logs
       WHERE TraceId = '${trace(2)}'`,
      `["x"]${JSON.stringify(stored).replaceAll('/', '\\/')}`,
    );
  });

  it('takes JSON as the specification spells it and answers in JSON', async () => {
    const record = {
      timeUnixNano: `${Date.now()}000000`,
      severityNumber: 17,
      traceId: trace(3).toUpperCase(),
      body: { stringValue: 'füße' },
      attributes: [
        { key: 'a', value: { intValue: '-5' } },
        { key: 'b', value: { intValue: 7 } },
        { key: 'c', value: { arrayValue: { values: [{ boolValue: true }] } } },
        { key: 'd', value: { doubleValue: 'Infinity' } },
      ],
      unheardOf: { x: 1 },
    };
    const body = { resourceLogs: [{ scopeLogs: [{ scope: null, logRecords: [record] }] }] };
    const response = await post('logs', JSON.stringify(body), json);
    expect([response.status, await response.json()]).toEqual([200, {}]);
    await poll(
      `SELECT concat(Body, toString(SeverityNumber), toString(LogAttributes)) AS value
       FROM otel_logs WHERE TraceId = '${trace(3)}'`,
      "füße17{'a':'-5','b':'7','c':'[true]','d':'Infinity'}",
    );
  });

  it('refuses meetso records from services, takes the others, and says so', async () => {
    const body = logsBody([
      { traceId: trace(4), eventName: 'request_desk.request', body: 'forged' },
      { traceId: trace(4), eventName: 'checkout.done', body: 'own' },
    ]);
    const response = await post('logs', body, { 'content-type': 'application/x-protobuf' });
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer()).subarray(2, 4)).toEqual(Buffer.of(8, 1));
    await poll(
      `SELECT toString(groupArray(Body)) AS value FROM otel_logs WHERE TraceId = '${trace(4)}'`,
      "['own']",
    );
  });

  it('takes meetso records from API processes into every table', async () => {
    const requestId = `req_${trace(5).slice(0, 16)}`;
    const event = {
      traceId: trace(5),
      eventName: 'request_desk.request',
      severity: 13,
      attributes: { 'request_desk.request.id': requestId, 'request_desk.error.code': 'not_found' },
    };
    const response = await post('logs', logsBody([event]), { authorization: `Bearer ${API}` });
    expect(response.status).toBe(200);
    await poll(
      `SELECT Code AS value FROM api_requests WHERE RequestId = '${requestId}'`,
      'not_found',
    );
    await poll(
      `SELECT code AS value FROM request_index WHERE id = ${BigInt(`0x${requestId.slice(4)}`)}`,
      'not_found',
    );
  });

  it.each([
    ['a wrong token', { authorization: 'Bearer nope' }, 401],
    ['no token', { authorization: '' }, 401],
    ['another type', { 'content-type': 'text/plain' }, 415],
    ['another encoding', { 'content-encoding': 'br' }, 415],
    ['what is not gzip', { 'content-encoding': 'gzip' }, 400],
    ['what is not protobuf', {}, 400],
    ['what is not JSON', json, 400],
  ])('refuses %s', async (_, headers, status) => {
    const response = await post('logs', Uint8Array.of(0x0a, 0x7f, 1), headers);
    expect(response.status).toBe(status);
    const type = headers === json ? 'application/json' : 'application/x-protobuf';
    if (status === 400) expect(response.headers.get('content-type')).toBe(type);
  });

  it('refuses bodies that are too large, before and after unfolding', async () => {
    const large = await post('logs', Buffer.alloc(2 ** 19 + 1));
    expect(large.status).toBe(413);
    const bomb = gzipSync(Buffer.alloc(2 ** 22));
    expect((await post('traces', bomb, { 'content-encoding': 'gzip' })).status).toBe(413);
  });

  it('refuses values nested without end', async () => {
    let value: Buffer = Buffer.of(0x0a, 1, 0x78);
    for (let depth = 0; depth < 5_000; depth++) {
      value = enclosed(0x2a, enclosed(0x0a, value));
    }
    const body = [0x2a, 0x12, 0x12, 0x0a].reduce<Buffer>(
      (inner, tag) => enclosed(tag, inner),
      value,
    );
    const response = await post('logs', body);
    expect(response.status).toBe(400);
  });

  it('puts times of before the retention at their time of day, sent twice as one row, and keeps what was sent', async () => {
    const old = Date.now() - 40 * DAY_MS;
    const times = [1, old, old + 30_000].map((at) => ({ traceId: trace(6), at }));
    const spans = [1, old, old + 30_000].map((at, n) => {
      return { traceId: trace(6), spanId: `${n}`.padStart(16, 'c'), name: 'x', at };
    });
    for (let n = 0; n < 2; n++) {
      expect((await post('logs', logsBody(times))).status).toBe(200);
      expect((await post('traces', tracesBody(spans))).status).toBe(200);
    }
    const summed = (attributes: string) =>
      `SELECT concat(toString(count()), ' ', toString(countIf(
         toUnixTimestamp64Nano(Timestamp) % ${DAY_MS}000000
           = toUInt64(${attributes}['request_desk.original_timestamp']) % ${DAY_MS}000000
         AND Timestamp <= now64(9) AND Timestamp > now64(9) - INTERVAL 25 HOUR))) AS value`;
    await poll(
      `${summed('LogAttributes')} FROM otel_logs FINAL WHERE TraceId = '${trace(6)}'`,
      '3 3',
    );
    await poll(
      `${summed('SpanAttributes')} FROM otel_traces FINAL WHERE TraceId = '${trace(6)}'`,
      '3 3',
    );
  });

  it('puts times of the future, and none, at their receipt, and keeps what was sent', async () => {
    const hourOn = Date.now() + 3_600_000;
    // Zero means that the sender does not know: nothing to keep.
    const times = [0, hourOn, 4e12, 1.8e13].map((at) => ({ traceId: trace(7), at }));
    const spans = [hourOn, 4e12].map((at, n) => {
      return { traceId: trace(7), spanId: `${n}`.padStart(16, 'd'), name: 'x', at };
    });
    expect((await post('logs', logsBody(times))).status).toBe(200);
    expect((await post('traces', tracesBody(spans))).status).toBe(200);
    const summed = (attributes: string) =>
      `SELECT concat(toString(countIf(abs(dateDiff('second', Timestamp, now64(9))) < 300)), ' ',
         toString(countIf(mapContains(${attributes}, 'request_desk.original_timestamp')))) AS value`;
    await poll(
      `${summed('LogAttributes')} FROM otel_logs FINAL WHERE TraceId = '${trace(7)}'`,
      '4 3',
    );
    await poll(
      `${summed('SpanAttributes')} FROM otel_traces FINAL WHERE TraceId = '${trace(7)}'`,
      '2 2',
    );
  });

  it('without a token, takes nothing from a page whose name points here', async () => {
    const open = Fastify();
    await open.register(ingestRoutes, { spool, tokens: { ingestApi: API } });
    const status = async (headers: Record<string, string>) => {
      const json = { 'content-type': 'application/json', ...headers };
      const payload = '{"resourceLogs":[]}';
      return (await open.inject({ method: 'POST', url: '/v1/logs', headers: json, payload }))
        .statusCode;
    };
    expect(await status({ host: 'rebound.example:4318' })).toBe(403);
    for (const host of ['localhost:4318', '127.0.0.1:4318', '[::1]:4318', 'LOCALHOST']) {
      expect(await status({ host }), host).toBe(200);
    }
    expect(await status({ host: 'otlp.internal', authorization: `Bearer ${API}` })).toBe(200);
    await open.close();
  });

  it('asks to come again when the spool cannot take it', async () => {
    const failing = Fastify();
    const away = {
      ...spool,
      state: () => spool.state(),
      append: () => {
        throw new Error('full');
      },
    };
    await failing.register(ingestRoutes, { spool: away, tokens: {} });
    const response = await failing.inject({
      method: 'POST',
      url: '/v1/logs',
      headers: { 'content-type': 'application/x-protobuf' },
      payload: Buffer.from(logsBody([{ body: 'x' }])),
    });
    expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '5']);
    await failing.close();
  });
});
