import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ingestRoutes } from '../src/ingest/routes.ts';
import { frame } from '../src/spool/frame.ts';
import { RetryLater, type Sink, Unreadable } from '../src/spool/sink.ts';
import { otlpSink } from '../src/spool/sinks/otlp.ts';
import type { Spool } from '../src/spool/spool.ts';
import { logsBody, tracesBody } from './otlp-bodies.ts';

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

const log = pino({ level: 'warn' }, { write: () => warnings++ });
const sinkTo = (endpoint: string, token: string) =>
  otlpSink({ endpoint, headers: `authorization=Bearer%20${token}`, timeoutMs: 5_000, log });

beforeAll(async () => {
  const spool = {
    append: (stream: string, body: Uint8Array) => received.push({ stream, body }),
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
  rmSync(directory, { recursive: true });
});

const event = { eventName: 'meetso.api.request', severity: 17 };

describe('the OTLP sink', () => {
  it('hands a segment to a receiver as it is, error events to the stream dropped last', async () => {
    const segment = Buffer.concat([frame(logsBody([event])), frame(logsBody([{ body: 'x' }]))]);
    writeFileSync(path, segment);
    await sink.deliver({ stream: 'errors', path, receivedMs: 0 });
    expect(received).toEqual([{ stream: 'errors', body: segment }]);
    writeFileSync(path, frame(tracesBody([{ traceId: 'a', spanId: 'b', name: 'c' }])));
    await sink.deliver({ stream: 'traces', path, receivedMs: 0 });
    expect(received[1]?.stream).toBe('traces');
    expect(warnings).toBe(0);
  });

  it('takes a partial success for delivered, and says so', async () => {
    writeFileSync(path, frame(logsBody([event])));
    const app = Fastify();
    await app.register(ingestRoutes, {
      spool: { state: () => ({ backlog_bytes: 0 }) } as unknown as Spool,
      tokens: {},
    });
    const service = sinkTo(await app.listen({ port: 0, host: '127.0.0.1' }), TOKEN);
    await service.deliver({ stream: 'errors', path, receivedMs: 0 });
    expect(warnings).toBe(1);
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
    writeFileSync(path, frame(logsBody([event])));
    const thrown = await brokenSink
      .deliver({ stream: 'errors', path, receivedMs: 0 })
      .catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(fault);
    if (thrown instanceof RetryLater) expect(thrown.afterMs).toBe(7_000);
  });

  it('finds what cannot be read by asking a receiver that refuses it', async () => {
    writeFileSync(path, frame(Uint8Array.of(0x0a, 0x7f)));
    await expect(sink.deliver({ stream: 'logs', path, receivedMs: 0 })).rejects.toThrow(Unreadable);
  });
});
