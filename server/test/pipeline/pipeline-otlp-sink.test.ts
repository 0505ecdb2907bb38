import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSpool } from '@request-desk/fastify/spool/open-spool';
import { Rejected, RetryLater, type Sink, Unreadable } from '@request-desk/fastify/spool/sink';
import { otlpSink } from '@request-desk/fastify/spool/sinks/otlp';
import type { Spool } from '@request-desk/fastify/spool/spool';
import Fastify, { type FastifyInstance } from 'fastify';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { logsBody, tracesBody } from '../../../testkit/otlp/otlp-bodies.ts';
import { earlierFrame } from '../../../testkit/spool/segments.ts';
import { exportResponse } from '../../src/ingest/answers.ts';
import { ingestRoutes } from '../../src/ingest/routes.ts';
import { stamped } from '../../src/ingest/stamp.ts';

const TOKEN = 't'.repeat(32);
const directory = mkdtempSync(join(tmpdir(), 'desk-otlp-'));
const path = join(directory, 'segment');
const received: { stream: string; body: Uint8Array }[] = [];
let receiver: FastifyInstance;
let broken: FastifyInstance;
let answer = { status: 503, retryAfter: '7' };
let sink: Sink;
let brokenSink: Sink;
let warnings = 0;

const empty = {
  append: () => undefined,
  state: () => ({ backlog_bytes: 0 }),
} as unknown as Spool;
/** Refuses one record of each body until `taken` is set. */
const partial = Fastify();
let taken = false;

const log = pino({ level: 'warn' }, { write: () => warnings++ });
const sinkTo = (endpoint: string, token: string) =>
  otlpSink({ endpoint, headers: `authorization=Bearer%20${token}`, timeoutMs: 5_000, log });

beforeAll(async () => {
  partial.addContentTypeParser('*', (_request, payload, done) => done(null, payload.resume()));
  partial.post('/v1/logs', async (_request, reply) =>
    reply.send(
      taken
        ? Buffer.alloc(0)
        : exportResponse('protobuf', { signal: 'logs', count: 1, message: 'no' }),
    ),
  );
  const spool = {
    append: (stream: string, body: Uint8Array) =>
      received.push({ stream, body: Uint8Array.from(body) }),
    state: () => ({ backlog_bytes: 0 }),
  } as unknown as Spool;
  receiver = Fastify();
  await receiver.register(ingestRoutes, { spool, tokens: { ingest: 'x', ingestApi: TOKEN } });
  sink = sinkTo(await receiver.listen({ port: 0, host: '127.0.0.1' }), TOKEN);
  broken = Fastify();
  broken.addContentTypeParser('*', (_request, payload, done) => done(null, payload.resume()));
  broken.post('/v1/logs', async (_request, reply) =>
    reply.code(answer.status).header('retry-after', answer.retryAfter).send(),
  );
  brokenSink = sinkTo(`${await broken.listen({ port: 0, host: '127.0.0.1' })}/`, TOKEN);
});

beforeEach(() => {
  received.length = 0;
  warnings = 0;
});

afterAll(async () => {
  await receiver.close();
  await broken.close();
  await partial.close();
  rmSync(directory, { recursive: true });
});

const event = { eventName: 'request_desk.request', severity: 17 };
const API = { name: 'api', own: true };

describe('the OTLP sink', () => {
  it('hands a segment to a receiver as it is, error events to the stream dropped last', async () => {
    const segment = Buffer.concat([
      earlierFrame(logsBody([event])),
      earlierFrame(logsBody([{ body: 'x' }])),
    ]);
    writeFileSync(path, segment);
    await sink.deliver({ stream: 'errors', path, receivedMs: 0 });
    // The receiver writes down who sent it; all else is as it was.
    expect(received).toEqual([{ stream: 'errors', body: stamped(segment, API) }]);
    writeFileSync(path, earlierFrame(tracesBody([{ traceId: 'a', spanId: 'b', name: 'c' }])));
    await sink.deliver({ stream: 'traces', path, receivedMs: 0 });
    expect(received[1]?.stream).toBe('traces');
    expect(warnings).toBe(0);
  });

  it('keeps error events that a partial success refuses, and counts others as dropped', async () => {
    writeFileSync(path, earlierFrame(logsBody([event])));
    const app = Fastify();
    await app.register(ingestRoutes, { spool: empty, tokens: {} });
    const service = sinkTo(await app.listen({ port: 0, host: '127.0.0.1' }), TOKEN);
    const errors = service.deliver({ stream: 'errors', path, receivedMs: 0 });
    await expect(errors).rejects.toThrow(Rejected);
    await expect(errors).rejects.toThrow('refused 1 records: records whose event name');
    expect(service.droppedRecords?.()).toBe(0);
    await service.deliver({ stream: 'logs', path, receivedMs: 0 });
    expect(service.droppedRecords?.()).toBe(1);
    expect(warnings).toBe(1);
    await app.close();
  });

  it('keeps a refused segment in the spool, says so, and delivers it once it is taken', async () => {
    let later = 0;
    const spool = await openSpool({
      path: join(directory, 'spool'),
      maxBytes: 2 ** 30,
      now: Date.now,
      log,
      monotonic: () => performance.now() + later,
      sink: sinkTo(await partial.listen({ port: 0, host: '127.0.0.1' }), TOKEN),
    });
    spool.append('errors', logsBody([event]));
    const refused = { segments: 1, dropped_records: 0, last: 'the receiver refused 1 records: no' };
    await expect.poll(() => spool.state().refusals).toEqual(refused);
    taken = true;
    spool.append('errors', logsBody([event]));
    await expect.poll(() => spool.state().backlog_segments).toBe(1);
    later = 15_000;
    await expect.poll(() => spool.state()).toMatchObject({ backlog_segments: 0, store: 'ok' });
    expect(spool.state().refusals).toBeUndefined();
    await spool.close();
  });

  it('refuses by its receiver what comes back to the process that sent it', async () => {
    writeFileSync(path, earlierFrame(logsBody([event])));
    const app = Fastify();
    await app.register(ingestRoutes, { spool: empty, tokens: { ingestApi: TOKEN }, origin: 'me' });
    const endpoint = await app.listen({ port: 0, host: '127.0.0.1' });
    const headers = `authorization=Bearer%20${TOKEN}`;
    const from = (origin: string) =>
      otlpSink({ endpoint, headers, timeoutMs: 5_000, log, origin }).deliver({
        stream: 'logs',
        path,
        receivedMs: 0,
      });
    await expect(from('me')).rejects.toThrow('508: this would deliver to itself');
    await from('another');
    await app.close();
  });

  it.each([
    [429, RetryLater],
    [503, RetryLater],
    [401, RetryLater],
    [400, Unreadable],
    [413, Unreadable],
  ])('after %d throws %o', async (status, fault) => {
    answer = { status, retryAfter: '7' };
    writeFileSync(path, earlierFrame(logsBody([event])));
    const thrown = await brokenSink
      .deliver({ stream: 'errors', path, receivedMs: 0 })
      .catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(fault);
    if (thrown instanceof RetryLater) expect(thrown.afterMs).toBe(7_000);
  });

  it('finds what cannot be read by asking a receiver that refuses it', async () => {
    writeFileSync(path, earlierFrame(Uint8Array.of(0x0a, 0x7f)));
    await expect(sink.deliver({ stream: 'logs', path, receivedMs: 0 })).rejects.toThrow(Unreadable);
  });
});
