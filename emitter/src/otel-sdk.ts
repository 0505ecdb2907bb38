import { context, DiagConsoleLogger, diag, logs, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  diagLogLevelFromString,
  getStringFromEnv,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import { LoggerProvider, type LogRecordProcessor } from '@opentelemetry/sdk-logs';
import {
  AlwaysOnSampler,
  type IdGenerator,
  type SpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';

/** Set here so that no OTEL_SPAN_* variable can cut what support reads. */
const SPAN_LIMITS = {
  attributeCountLimit: 128,
  attributeValueLengthLimit: 16_384,
  eventCountLimit: 64,
  linkCountLimit: 16,
  attributePerEventCountLimit: 32,
  attributePerLinkCountLimit: 32,
};

export interface OtelParts {
  readonly resource: Resource;
  readonly idGenerator: IdGenerator;
  readonly spans: SpanProcessor;
  readonly records: LogRecordProcessor;
}

/**
 * Registers OpenTelemetry's parts with its API, for this process; call what it returns to end them. Part by part, because `NodeSDK` loads every exporter there is with it (gRPC, Zipkin,
 * Prometheus, YAML): a third of a start, for what is never used.
 */
export function registerOtel(parts: OtelParts): () => Promise<void> {
  const { resource, idGenerator, spans, records } = parts;
  const level = getStringFromEnv('OTEL_LOG_LEVEL');
  const logLevel = level === undefined ? undefined : diagLogLevelFromString(level);
  if (logLevel !== undefined) diag.setLogger(new DiagConsoleLogger(), { logLevel });
  const tracing = new TracerProvider({
    resource,
    idGenerator,
    spanProcessors: [spans],
    sampler: new AlwaysOnSampler(),
    spanLimits: SPAN_LIMITS,
  });
  const logging = new LoggerProvider({ resource, processors: [records] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(tracing);
  logs.setGlobalLoggerProvider(logging);
  return async () => {
    await Promise.all([tracing.shutdown(), logging.shutdown()]);
  };
}
