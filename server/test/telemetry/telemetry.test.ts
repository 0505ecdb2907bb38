import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { keepsChildren } from '@request-desk/fastify/request/span-processor';
import { requestIdOf, traceIdOf } from '@request-desk/shared/ids';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDesk, type TelemetryDesk } from '../../../testkit/desks/telemetry-desk.ts';
import { ApiError } from '../../src/meetso/api-error.ts';

let desk: TelemetryDesk;
/** Lets the handler of `/slow` go on. */
let release: () => void = () => undefined;
const KEY = `mts_live_${'Canary0123456789'.repeat(2)}`;

beforeAll(async () => {
  desk = await openDesk((app) => {
    app.get('/public/v1/meetings/:id', async (request) => {
      const { event } = request.telemetry;
      event.orgId = 'org_a';
      event.keyPrefix = KEY.slice(0, 13);
      event.scopesHeld = ['meetings:read', 'meetings:write'];
      await request.telemetry.child('authenticate', () => sleep(1));
      return request.telemetry.child('load', async () => {
        request.log.info('looking');
        const { id } = request.params as { id: string };
        if (id === 'none') throw new ApiError('not_found', { cause: 'absent', message: 'None' });
        if (id === 'boom') throw new TypeError(`no luck with ${KEY} of ada@example.com`);
        return { id };
      });
    });
    app.post('/public/v1/meetings', async (request) => {
      await request.telemetry.child('save', () => request.log.info('saving'));
      throw new ApiError('invalid_request', { cause: 'body_invalid', message: 'title is missing' });
    });
    app.get('/slow', () => new Promise<string>((resolve) => (release = () => resolve('late'))));
    app.get('/stream', () => Readable.from(['one', 'two']));
    app.get('/broken-stream', () =>
      Readable.from(
        (async function* () {
          yield 'one';
          await sleep(20);
          throw new RangeError('the source dried up');
        })(),
      ),
    );
    app.get('/raw', (_request, reply) => {
      reply.hijack();
      reply.raw.writeHead(418, { 'content-type': 'text/plain' }).end('teapot');
    });
    app.get('/thrown-after-head', async (_request, reply) => {
      reply.raw.writeHead(200);
      reply.raw.end('done');
      throw new Error('too late');
    });
  });
});

afterAll(() => desk.close());

beforeEach(async () => {
  await sleep(250);
  desk.spool.bodies.length = 0;
  desk.lines.length = 0;
});

const call = (path: string, init?: RequestInit) =>
  fetch(`http://127.0.0.1:${desk.port}${path}`, init);

async function eventOf(requestId: string | null) {
  const mine = () =>
    desk.spool.events().filter((e) => e.attributes['request_desk.request.id'] === requestId);
  await expect.poll(() => mine().length, { timeout: 2000 }).toBeGreaterThan(0);
  await sleep(250);
  expect(mine(), 'exactly one event').toHaveLength(1);
  const event = mine()[0];
  if (!event) throw new Error('no event');
  const spans = desk.spool.spans().filter((span) => span.traceId === event.traceId);
  const root = spans.find((span) => span.kind === 2);
  if (!root) throw new Error('no SERVER span');
  return { event, spans, root, attributes: event.attributes };
}

describe('one event per request', () => {
  it('records a success, with ids that follow from each other', async () => {
    const traceparent = '00-0123456789abcdef0123456789abcdef-0123456789abcdef-01';
    const response = await call('/public/v1/meetings/mtg_1?cursor=hush', {
      headers: { traceparent, 'user-agent': 'meetso-node/2.3.1 (linux)' },
    });
    const requestId = response.headers.get('x-request-id') ?? '';
    const { event, root, attributes } = await eventOf(requestId);
    expect(event.traceId).toBe(traceIdOf(requestId));
    expect(requestIdOf(root.traceId)).toBe(requestId);
    expect(event.spanId).toBe(root.spanId);
    expect(root.name).toBe('GET /public/v1/meetings/:id');
    expect(root.links).toEqual([
      { traceId: '0123456789abcdef0123456789abcdef', spanId: '0123456789abcdef' },
    ]);
    expect(event.severityText).toBe('INFO');
    expect(attributes).toMatchObject({
      'http.response.status_code': 200,
      'http.route': '/public/v1/meetings/:id',
      'url.path': '/public/v1/meetings/mtg_1',
      'request_desk.org.id': 'org_a',
      'request_desk.api_key.prefix': 'mts_live_Cana',
      'request_desk.scope.held': 'meetings:read meetings:write',
      'request_desk.client.name': 'meetso-node',
      'request_desk.client.version': '2.3.1',
      'request_desk.client.trace_id': '0123456789abcdef0123456789abcdef',
    });
    expect(attributes).not.toHaveProperty('request_desk.error.code');
    expect(event.resource).toMatchObject({
      'service.name': 'meetso-api',
      'service.version': '1.2.3',
      'service.instance.id': 'api-1',
      zone: 'a b',
    });
    const started =
      Number(event.timeNs) / 1e6 - Number(attributes['request_desk.request.duration_ms']);
    expect(Math.abs(started - Number(root.startNs) / 1e6)).toBeLessThan(0.01);
  });

  it('keeps the child spans of a failure, within their parent', async () => {
    const response = await call('/public/v1/meetings/none');
    const { root, spans, attributes } = await eventOf(response.headers.get('x-request-id'));
    expect(attributes).toMatchObject({
      'request_desk.error.code': 'not_found',
      'request_desk.error.cause': 'absent',
      'request_desk.error.message': 'None',
    });
    expect(root.status).toBe(0);
    expect(spans.map((span) => span.name).sort()).toEqual([
      'GET /public/v1/meetings/:id',
      'authenticate',
      'load',
    ]);
    for (const child of spans.filter((span) => span !== root)) {
      expect(child.parentSpanId).toBe(root.spanId);
      expect(child.startNs).toBeGreaterThanOrEqual(root.startNs);
      expect(child.endNs).toBeLessThanOrEqual(root.endNs);
    }
  });

  it('keeps the children of a small, fixed sample of successes', async () => {
    const ids = await Promise.all(
      Array.from({ length: 120 }, async () => {
        const response = await call('/public/v1/meetings/mtg_1');
        await response.text();
        return response.headers.get('x-request-id') ?? '';
      }),
    );
    await expect.poll(() => desk.spool.spans().filter((s) => s.kind === 2).length).toBe(120);
    const sampled = ids.map(traceIdOf).filter((id) => keepsChildren(id, 200));
    const withChildren = new Set(
      desk.spool.spans().flatMap((span) => (span.kind === 1 ? [span.traceId] : [])),
    );
    expect([...withChildren].sort()).toEqual(sampled.sort());
    expect(sampled.length).toBeLessThan(40);
  });

  it('keeps the trace across the reading of a body', async () => {
    const response = await call('/public/v1/meetings', {
      method: 'POST',
      body: JSON.stringify({ title: '' }),
      headers: { 'content-type': 'application/json' },
    });
    const requestId = response.headers.get('x-request-id');
    const { event, spans } = await eventOf(requestId);
    expect(event.attributes['request_desk.error.cause']).toBe('body_invalid');
    expect(spans.map((span) => span.name)).toContain('save');
    const line = desk.spool.records('logs').find((record) => record.body === 'saving');
    expect(line?.spanId).toBe(spans.find((span) => span.name === 'save')?.spanId);
    const printed = desk.lines.map((text) => JSON.parse(text)).find((l) => l.msg === 'saving');
    expect(printed).toMatchObject({ request_id: requestId, trace_id: event.traceId });
  });

  it.each([
    ['a body that cannot be parsed', '/public/v1/meetings', '{"a":', 400, 'invalid_request'],
    [
      'a body that is too large',
      '/public/v1/meetings',
      `"${'x'.repeat(4000)}"`,
      413,
      'invalid_request',
    ],
    ['a path that does not exist', '/nowhere', '{}', 404, 'not_found'],
  ])('gives a code to %s', async (_what, path, body, status, code) => {
    const response = await call(path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(status);
    const { attributes, root } = await eventOf(response.headers.get('x-request-id'));
    expect(attributes['request_desk.error.code']).toBe(code);
    expect(root.name).toBe(path === '/nowhere' ? 'POST' : 'POST /public/v1/meetings');
  });

  it.each([
    ['HEAD', '/public/v1/meetings/mtg_1', 200],
    ['HEAD', '/public/v1/meetings/none', 404],
    ['GET', '/stream', 200],
    ['GET', '/raw', 418],
    ['GET', '/thrown-after-head', 200],
  ])('records %s %s once', async (method, path, status) => {
    const response = await call(path, { method });
    await response.text();
    expect(response.status).toBe(status);
    const { attributes } = await eventOf(response.headers.get('x-request-id'));
    expect(attributes['http.request.method']).toBe(method);
  });

  it('records a client that left before its answer, in no error rate', async () => {
    const left = httpRequest({ port: desk.port, path: '/slow' }).end();
    left.on('error', () => undefined);
    await sleep(50);
    left.destroy();
    await expect.poll(() => desk.spool.events().length).toBe(1);
    release();
    const { attributes, event } = await eventOf(
      String(desk.spool.events()[0]?.attributes['request_desk.request.id']),
    );
    expect(attributes).toMatchObject({
      'http.response.status_code': 499,
      'request_desk.error.cause': 'client_closed',
    });
    expect(attributes).not.toHaveProperty('request_desk.error.code');
    expect(event.severityText).toBe('INFO');
  });

  it('blames us when the source of an answer fails after its head', async () => {
    const response = await call('/broken-stream');
    await expect(response.text()).rejects.toThrow();
    const { attributes, root } = await eventOf(response.headers.get('x-request-id'));
    expect(attributes).toMatchObject({
      'http.response.status_code': 500,
      'request_desk.error.code': 'internal_error',
      'request_desk.error.cause': 'exception',
      'exception.type': 'RangeError',
    });
    expect(root.status).toBe(2);
  });

  it('mints an id for bytes that never became a request', async () => {
    const requestId = desk.telemetry.emitMalformed({
      kind: 'http_malformed',
      remoteAddress: '203.0.113.9',
      bytesHint: Buffer.from(
        `GET /public/v1/meetings?key=${KEY} HTTP/9.9\r\nauthorization: ${KEY}`,
      ),
    });
    const { attributes, spans } = await eventOf(requestId);
    expect(attributes).toMatchObject({
      'http.response.status_code': 400,
      'http.request.method': 'GET',
      'url.path': '/public/v1/meetings',
      'client.address': '203.0.113.9',
      'request_desk.error.cause': 'http_malformed',
    });
    expect(spans).toHaveLength(1);
  });
});

describe('durable before the answer', () => {
  it('writes the event of an error before the first byte, on every path', async () => {
    const sockets: Socket[] = [];
    desk.app.server.on('connection', (socket) => sockets.push(socket));
    const seen: number[] = [];
    desk.spool.onAppend = (stream) => {
      if (stream === 'errors') seen.push(sockets.at(-1)?.bytesWritten ?? -1);
    };
    for (const path of [
      '/public/v1/meetings/none',
      '/public/v1/meetings/boom',
      '/nowhere',
      '/raw',
    ]) {
      const socket = connect(desk.port, '127.0.0.1');
      socket.write(`GET ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`);
      const [first] = await once(socket, 'data');
      expect(String(first)).toMatch(/x-request-id: req_[0-9a-f]{16}/);
    }
    desk.spool.onAppend = () => undefined;
    expect(seen).toEqual([0, 0, 0, 0]);
  });

  it('answers all the same when the spool fails, and prints the event', async () => {
    desk.spool.failing = ['errors', 'logs', 'traces'];
    const before = desk.telemetry.counters();
    const response = await call('/public/v1/meetings/none');
    expect(response.status).toBe(404);
    const requestId = response.headers.get('x-request-id') ?? '';
    await sleep(250);
    desk.spool.failing = [];
    const printed = desk.lines.map((line) => JSON.parse(line)).find((line) => line.attributes);
    expect(printed).toMatchObject({
      trace_id: traceIdOf(requestId),
      attributes: { 'request_desk.request.id': requestId, 'request_desk.error.cause': 'absent' },
    });
    const after = desk.telemetry.counters();
    expect(after.eventsPrinted - before.eventsPrinted).toBe(1);
    expect(after.spansDropped).toBeGreaterThan(before.spansDropped);
    expect(after.recordsDropped).toBeGreaterThan(before.recordsDropped);
    expect(
      desk.spool.events().map((event) => event.attributes['request_desk.request.id']),
    ).not.toContain(requestId);
    await call('/public/v1/meetings/none');
    const mine = () =>
      desk.spool
        .events()
        .filter((event) => event.attributes['request_desk.request.id'] === requestId);
    await expect.poll(mine).toHaveLength(1);
  });
});

describe('log lines and secrets', () => {
  it('gives every error a line with its request id, and 500s their exception', async () => {
    for (const [id, level] of [
      ['none', 'warn'],
      ['boom', 'error'],
    ]) {
      const response = await call(`/public/v1/meetings/${id}`);
      const requestId = response.headers.get('x-request-id');
      const lines = desk.lines.map((line) => JSON.parse(line));
      const mine = lines.filter((line) => line.request_id === requestId && line.level === level);
      expect(mine).toHaveLength(1);
      expect(mine[0].code).toBe(id === 'none' ? 'not_found' : 'internal_error');
      if (id === 'boom') expect(mine[0].err).toMatchObject({ type: 'TypeError' });
      const { spans, event } = await eventOf(requestId);
      expect(event.severityText).toBe(level?.toUpperCase());
      expect(mine[0]).toMatchObject({ trace_id: event.traceId, span_id: event.spanId });
      const records = desk.spool.records('logs').filter((r) => r.traceId === event.traceId);
      // The event is the record of the request's own line; an exception's line has one of its own.
      const severities = records.map((record) => record.severityText);
      expect(severities.includes('WARN')).toBe(false);
      expect(severities.includes('ERROR')).toBe(id === 'boom');
      if (id === 'boom') {
        const root = spans.find((span) => span.kind === 2);
        expect(root?.events[0]?.attributes['exception.type']).toBe('TypeError');
        expect(event.attributes['exception.message']).toBe('no luck with mts_live_*** of [email]');
      }
    }
  });

  it('lets no secret into the spool or onto stdout', async () => {
    const headers = {
      authorization: `Bearer ${KEY}`,
      cookie: KEY,
      'user-agent': `agent/1.0 ${KEY}`,
    };
    await call(`/public/v1/meetings/boom?key=${KEY}`, { headers });
    await call(`/${KEY}/none`, { headers });
    await call('/public/v1/meetings', { method: 'POST', body: KEY, headers });
    desk.telemetry.log.warn({ authorization: KEY, nested: { apiKey: KEY } }, `text ${KEY}`);
    await sleep(300);
    const written = Buffer.concat(desk.spool.bodies.map(({ body }) => body)).toString('latin1');
    for (const text of [written, desk.lines.join('')]) {
      expect(text).not.toContain('Canary0123');
      expect(text).not.toContain('ada@example.com');
    }
    expect(written).toContain('mts_live_***');
  });

  it('has no fault of its own to count', () => {
    expect(desk.telemetry.counters().faults).toBe(0);
  });
});
