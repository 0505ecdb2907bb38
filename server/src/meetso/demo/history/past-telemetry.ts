import { ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { LoggerProvider } from '@opentelemetry/sdk-logs';
import { AlwaysOnSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import { newCounters } from '@request-desk/fastify/counters';
import { SpoolLogProcessor } from '@request-desk/fastify/logging/log-processor';
import { encodeResource } from '@request-desk/fastify/otlp/otlp-request';
import { resourceAttributes } from '@request-desk/fastify/otlp/resource';
import { SpoolBatch } from '@request-desk/fastify/otlp/spool-batch';
import { hrTimeOf } from '@request-desk/fastify/request/clock';
import { eventRecord } from '@request-desk/fastify/request/event-record';
import { RequestIdGenerator } from '@request-desk/fastify/request/id-generator';
import { RequestIds } from '@request-desk/fastify/request/request-ids';
import { endRequestSpan, startRequestSpan } from '@request-desk/fastify/request/request-span';
import { RequestSpanProcessor } from '@request-desk/fastify/request/span-processor';
import type { Spool } from '@request-desk/fastify/spool/spool';
import { MEETSO_PROFILE } from '../../profile.ts';
import type { PastRequest } from './past-request.ts';

/** Writes requests of the past as live ones are written: same spans, same event, same spool. */
export interface PastTelemetry {
  write(past: PastRequest): void;
  /** Writes out what is buffered. Returns how many items the spool did not take. */
  close(): Promise<number>;
}

/** An OpenTelemetry of its own beside the process's, because its clock runs in the past. */
export function openPastTelemetry(spool: Spool, release: string): PastTelemetry {
  const attributes = resourceAttributes(
    { serviceName: 'meetso-api', resourceAttributes: '' },
    'demo-history',
    release,
  );
  const resource = encodeResource(attributes);
  const counters = newCounters();
  let dropped = 0;
  const drop = (items: number) => {
    dropped += items;
  };
  const spans = new SpoolBatch({ spool, stream: 'traces', resource, dropped: drop });
  const records = new SpoolBatch({ spool, stream: 'logs', resource, dropped: drop });
  const ids = new RequestIdGenerator(new RequestIds(MEETSO_PROFILE.request_id));
  const shared = { resource: resourceFromAttributes(attributes) };
  const tracing = new TracerProvider({
    ...shared,
    sampler: new AlwaysOnSampler(),
    idGenerator: ids,
    spanProcessors: [new RequestSpanProcessor(spans)],
  });
  const print = () => drop(1);
  const logging = new LoggerProvider({
    ...shared,
    processors: [new SpoolLogProcessor({ spool, resource, batch: records, counters, print })],
  });
  const tracer = tracing.getTracer('request-desk', release);
  const events = logging.getLogger('request-desk', release);

  return {
    write({ at, event, steps }) {
      const startMs = at - event.durationMs;
      const span = startRequestSpan(tracer, { ids, event, startMs });
      const context = trace.setSpan(ROOT_CONTEXT, span);
      let stepMs = startMs;
      for (const { name, share, failed } of steps) {
        const child = tracer.startSpan(name, { startTime: hrTimeOf(stepMs) }, context);
        if (failed) child.setStatus({ code: SpanStatusCode.ERROR, message: failed });
        stepMs += event.durationMs * share;
        child.end(hrTimeOf(stepMs));
      }
      endRequestSpan(span, event, at);
      events.emit({ ...eventRecord(event, at), context });
    },
    async close() {
      await Promise.all([tracing.shutdown(), logging.shutdown()]);
      return dropped;
    },
  };
}
