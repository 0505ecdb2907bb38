import { createLogger } from '@request-desk/fastify/logging/logger';
import type { EventNumbers } from '@request-desk/fastify/request/event-numbers';
import { type Spool, STREAMS, type Stream } from '@request-desk/fastify/spool/spool';
import { startTelemetry, type Telemetry } from '@request-desk/fastify/start-telemetry';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { loadConfig } from '../../server/src/config.ts';
import { ApiError } from '../../server/src/meetso/api-error.ts';
import { MEETSO_PROFILE } from '../../server/src/meetso/profile.ts';
import { type ReadRecord, type ReadSpan, readRecords, readSpans } from '../otlp/telemetry-otlp.ts';

/** A spool in memory that can be made to fail, and what telemetry left in it. */
export class MemorySpool implements Spool {
  readonly path: string = '/nowhere';
  readonly bodies: { stream: Stream; body: Uint8Array }[] = [];
  failing: Stream[] = [];
  onAppend: (stream: Stream) => void = () => undefined;

  append(stream: Stream, body: Uint8Array): void {
    this.onAppend(stream);
    if (this.failing.includes(stream)) throw new Error('no space left');
    this.bodies.push({ stream, body: Uint8Array.from(body) });
  }

  state(): ReturnType<Spool['state']> {
    return {
      store: 'ok',
      data_current_to: null,
      oldest_undelivered_at: null,
      backlog_bytes: 0,
      backlog_segments: 0,
      quarantined_segments: 0,
      dropped_bytes: 0,
      append_failures: 0,
    };
  }

  oldestUndelivered(): undefined {}

  beforeSeal(): void {}

  flush(): void {}

  repeat(): void {}

  async close(): Promise<void> {}

  records(...streams: Stream[]): ReadRecord[] {
    const wanted = streams.length > 0 ? streams : STREAMS.filter((s) => s !== 'traces');
    return this.bodies.filter((b) => wanted.includes(b.stream)).flatMap((b) => readRecords(b.body));
  }

  events(): ReadRecord[] {
    return this.records().filter((record) => record.eventName === 'request_desk.request');
  }

  spans(): ReadSpan[] {
    return this.bodies.filter((b) => b.stream === 'traces').flatMap((b) => readSpans(b.body));
  }
}

/** Of a spool in memory, whose events nobody will miss. */
export const NO_NUMBERS: EventNumbers = {
  stamp: () => undefined,
  skip: () => undefined,
  failedWritten: () => undefined,
  succeededWritten: () => undefined,
  flushBy: () => undefined,
};

export interface TelemetryDesk {
  readonly app: FastifyInstance;
  readonly telemetry: Telemetry;
  readonly spool: MemorySpool;
  readonly port: number;
  /** Lines of the logger and of events that the spool did not take. */
  readonly lines: string[];
  close(): Promise<void>;
}

/** A listening app with telemetry and an error handler such as the public API's. */
export async function openDesk(
  routes: (app: FastifyInstance) => void,
  sentryDsn?: string,
  numbers?: EventNumbers,
): Promise<TelemetryDesk> {
  const spool = new MemorySpool();
  const lines: string[] = [];
  const sink = { write: (line: string) => void lines.push(line) };
  const config = loadConfig({ SENTRY_DSN: sentryDsn, OTEL_RESOURCE_ATTRIBUTES: 'zone=a%20b' });
  const telemetry = await startTelemetry({
    profile: MEETSO_PROFILE,
    config,
    spool,
    ...(numbers ? { numbers } : {}),
    logger: createLogger({ level: 'info', destination: sink }),
    now: () => Date.now(),
    instance: 'api-1',
    release: '1.2.3',
    stdout: sink,
  });
  const app = Fastify({
    loggerInstance: telemetry.log as FastifyBaseLogger,
    bodyLimit: 2048,
  });
  await app.register(telemetry.plugin);
  app.setErrorHandler((error, request, reply) => {
    const { event, requestId } = request.telemetry;
    if (error instanceof ApiError) {
      event.code = error.code;
      event.cause = error.reason;
      event.message = error.message;
      return reply.code(error.status).send({ error: { code: error.code, request_id: requestId } });
    }
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    if (status < 500) return reply.code(status).send({ error: { request_id: requestId } });
    return reply.code(500).send({ error: { code: 'internal_error', request_id: requestId } });
  });
  routes(app);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    app,
    telemetry,
    spool,
    port,
    lines,
    async close() {
      await app.close();
      await telemetry.shutdown();
    },
  };
}
