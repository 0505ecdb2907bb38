import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemorySpool } from '../../../testkit/desks/telemetry-desk.ts';
import { logsBody } from '../../../testkit/otlp/otlp-bodies.ts';
import { exposition } from '../../src/alerts/metrics/family.ts';
import { ingestFamilies } from '../../src/alerts/metrics/ingest-families.ts';
import { IngestCounts } from '../../src/ingest/ingest-counts.ts';
import { answerOtherProtocols } from '../../src/ingest/not-otlp.ts';
import { ingestRoutes } from '../../src/ingest/routes.ts';

const TOKEN = 'i'.repeat(32);
const PAGE = 'https://shop.example';
const JSON_TYPE = { 'content-type': 'application/json' };
const AUTH = { authorization: `Bearer ${TOKEN}` };
let app: FastifyInstance;
let spool: MemorySpool;
let counts: IngestCounts;
let url: string;

beforeEach(async () => {
  [spool, counts] = [new MemorySpool(), new IngestCounts()];
  app = Fastify({ clientErrorHandler: answerOtherProtocols });
  await app.register(ingestRoutes, {
    spool,
    counts,
    corsOrigins: [PAGE],
    tokens: { ingest: TOKEN },
  });
  url = await app.listen({ port: 0, host: '127.0.0.1' });
});

afterEach(() => app.close());

function post(path: string, body: string | Uint8Array, headers: Record<string, string> = {}) {
  const payload = typeof body === 'string' ? body : new Uint8Array(body);
  return fetch(url + path, { method: 'POST', body: payload, headers: { ...AUTH, ...headers } });
}

describe('metrics', () => {
  it.each(['http/protobuf', 'http/json'])(
    'of a real SDK by %s are refused in its own way',
    async (protocol) => {
      const sender = join(import.meta.dirname, '../../../testkit/otlp/metrics-sender-process.ts');
      const child = spawn(process.execPath, [sender], {
        env: {
          OTEL_METRICS_EXPORTER: 'otlp',
          OTEL_TRACES_EXPORTER: 'none',
          OTEL_LOG_LEVEL: 'WARN',
          OTEL_EXPORTER_OTLP_ENDPOINT: url,
          OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
          OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${TOKEN}`,
        },
      });
      const [said, complained] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'close'),
      ]);
      expect(said + complained).toContain('metrics are not kept here');
      expect(child.exitCode).toBe(0);
      expect(counts.read()).toEqual({
        requests: [{ sender: 'ingest', signal: 'metrics', status: 200, count: 1 }],
        records: [{ sender: 'ingest', signal: 'metrics', result: 'refused', count: 3 }],
      });
      expect(spool.bodies).toEqual([]);
    },
  );

  it('are counted in each kind, and a body without any is taken', async () => {
    const point = { asInt: '1', attributes: [{ key: 'a', value: { stringValue: 'x' } }] };
    const kinds = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'];
    const metrics = kinds.map((kind) => ({ name: kind, [kind]: { dataPoints: [point, point] } }));
    const body = (list: unknown[]) =>
      JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics: list }] }] });
    const all = await post('/v1/metrics', body(metrics), JSON_TYPE);
    expect(await all.json()).toEqual({
      partialSuccess: {
        rejectedDataPoints: '10',
        errorMessage: expect.stringContaining('OTEL_METRICS_EXPORTER=none'),
      },
    });
    const none = await post('/v1/metrics', body([]), JSON_TYPE);
    expect([none.status, await none.json()]).toEqual([200, {}]);
  });
});

describe('what is no OTLP', () => {
  it('learns which addresses there are, in the encoding that it sent', async () => {
    const away = await post('/v1/trace', '{}', JSON_TYPE);
    expect([away.status, away.headers.get('content-type')]).toEqual([404, 'application/json']);
    expect(await away.json()).toEqual({
      code: 12,
      message: expect.stringContaining('POST /v1/traces, POST /v1/logs, POST /v1/metrics'),
    });
    const protobuf = await post('/', new Uint8Array(), {
      'content-type': 'application/x-protobuf',
    });
    expect(protobuf.headers.get('content-type')).toBe('application/x-protobuf');
    expect(await protobuf.text()).toContain('there is no such address');
    const asked = await fetch(`${url}/v1/traces`);
    expect([asked.status, (await asked.json()) as unknown]).toEqual([
      405,
      { code: 12, message: 'GET is not taken here: send by POST' },
    ]);
  });

  it('learns in HTTP/1.1 that gRPC is not spoken', async () => {
    const path = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
    const plain = await post(path, new Uint8Array(5), { 'content-type': 'application/grpc+proto' });
    expect([plain.status, await plain.text()]).toEqual([
      415,
      expect.stringContaining('http/protobuf'),
    ]);
    const answer = await raw('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0');
    expect(answer).toMatch(/^HTTP\/1\.1 505 [^\n]*\r\n/);
    expect(answer).toContain('OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf');
    expect(await raw('\u0016\u0003\u0001 hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });
});

async function raw(bytes: string): Promise<string> {
  const { port } = app.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes, 'latin1');
  return await text(socket);
}

describe('a page in a browser', () => {
  const ask = (origin: string) =>
    fetch(`${url}/v1/traces`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });

  it('of an origin that is allowed may send, and reads why it was refused', async () => {
    const may = await ask(PAGE);
    expect(may.status).toBe(204);
    expect(may.headers.get('access-control-allow-origin')).toBe(PAGE);
    expect(may.headers.get('access-control-allow-headers')).toContain('authorization');
    const headers = { 'content-type': 'application/x-protobuf', origin: PAGE };
    const sent = await post('/v1/logs', logsBody([{ body: 'x' }]), headers);
    expect([sent.status, sent.headers.get('access-control-allow-origin')]).toEqual([200, PAGE]);
    const refused = await post('/v1/logs', 'no protobuf', headers);
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([
      400,
      PAGE,
    ]);
  });

  it('of another origin may not', async () => {
    const may = await ask('https://shop.example.evil.example');
    expect(may.headers.get('access-control-allow-origin')).toBeNull();
  });
});

it('counts by sender what was taken and refused', async () => {
  const headers = { 'content-type': 'application/x-protobuf' };
  const reserved = { eventName: 'request_desk.request', body: 'x' };
  await post('/v1/logs', logsBody([{ body: 'x' }, { body: 'y' }, reserved]), headers);
  await post('/v1/logs', logsBody([{ body: 'x' }]), headers);
  await post('/v1/traces', 'no protobuf', headers);
  await post('/v1/traces', '', { ...headers, authorization: 'Bearer nobody' });
  const name = 'request_desk_ingest';
  const lines = exposition(ingestFamilies(counts.read())).split('\n');
  expect(lines.filter((line) => line.startsWith(name)).sort()).toEqual([
    `${name}_records_total{sender="ingest",signal="logs",result="accepted"} 3`,
    `${name}_records_total{sender="ingest",signal="logs",result="refused"} 1`,
    `${name}_requests_total{sender="",signal="traces",status="401"} 1`,
    `${name}_requests_total{sender="ingest",signal="logs",status="200"} 2`,
    `${name}_requests_total{sender="ingest",signal="traces",status="400"} 1`,
  ]);
});
