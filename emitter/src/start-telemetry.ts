import { context, diag, logs, propagation, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler } from '@opentelemetry/sdk-trace';
import type { Profile } from '@request-desk/shared/profile';
import type { FastifyPluginCallback } from 'fastify';
import type { Logger } from 'pino';
import { type Counters, newCounters } from './counters.ts';
import { startHeartbeat } from './heartbeat.ts';
import { SpoolLogProcessor } from './logging/log-processor.ts';
import { createLogger } from './logging/logger.ts';
import { standardOutput } from './logging/standard-output.ts';
import { encodeResource } from './otlp/otlp-request.ts';
import { resourceAttributes } from './otlp/resource.ts';
import { SpoolBatch } from './otlp/spool-batch.ts';
import { redactKeys } from './redaction/scrub.ts';
import type { StoredAddress } from './redaction/stored-address.ts';
import { CallFingerprinter } from './request/call-fingerprint.ts';
import type { EventNumbers } from './request/event-numbers.ts';
import { RequestIdGenerator } from './request/id-generator.ts';
import { emitMalformed, type Malformed } from './request/malformed.ts';
import { RequestEmitter } from './request/request-emitter.ts';
import { RequestIds } from './request/request-ids.ts';
import { type PluginParts, requestTelemetryPlugin } from './request/request-telemetry-plugin.ts';
import { RequestSpanProcessor } from './request/span-processor.ts';
import { ThrownErrors } from './request/thrown-errors.ts';
import { UnexpectedErrors } from './request/unexpected.ts';
import { startSentry } from './sentry.ts';
import type { LogLevel, ResourceSettings, SentrySettings } from './settings.ts';
import type { Spool } from './spool/spool.ts';

/** Everything a listener needs to report what happens to its requests. One per process. */
export interface Telemetry {
  /** Register it first: it gives each request its id, span and event. */
  readonly plugin: FastifyPluginCallback;
  readonly log: Logger;
  /** Mints an id and stores the event for bytes that never became a request; answer with the id. */
  emitMalformed(malformed: Malformed): string;
  /** Counts since the start; a copy. */
  counters(): Counters;
  /** Writes out what is buffered. Close the listeners first and the spool afterwards. */
  shutdown(): Promise<void>;
}

export interface TelemetryOptions {
  /** Says how ids look, and what the API calls failures that are noticed here. */
  readonly profile: Profile;
  readonly config: {
    readonly otel: ResourceSettings;
    readonly sentry: Pick<SentrySettings, 'dsn'>;
    readonly logLevel: LogLevel;
  };
  readonly spool: Spool;
  /** Of this process as a producer; without it nobody can miss an event that does not arrive. */
  readonly numbers?: EventNumbers;
  readonly logger?: Logger;
  /** Of the installation, for fingerprints of calls; without it there are none. */
  readonly fingerprintSecret?: string | undefined;
  /** How a client's address is stored; as it came if left out. */
  readonly storedAddress?: StoredAddress | undefined;
  /** Paths, as they are called, whose requests get no id, span or event. */
  readonly ignores?: PluginParts['ignores'];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Names this process among those of its kind. */
  readonly instance: string;
  readonly release: string;
  /** Where events go, one line of JSON each, that the spool did not take. */
  readonly stdout?: { write(text: string): unknown } | undefined;
}

const SCOPE = 'request-desk';

/** Starts OpenTelemetry, the heartbeat and Sentry; everything is exported into the spool. */
export async function startTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  const {
    profile,
    config,
    spool,
    numbers,
    now,
    instance,
    release,
    stdout = standardOutput(),
  } = options;
  const counters = newCounters();
  const log = options.logger ?? createLogger({ level: config.logLevel });
  const print = (line: string) => void stdout.write(`${line}\n`);
  const attributes = resourceAttributes(config.otel, instance, release);
  const resource = encodeResource(attributes);
  const spans = new SpoolBatch({
    spool,
    stream: 'traces',
    resource,
    dropped(items) {
      counters.spansDropped += items;
    },
  });
  const records = new SpoolBatch({
    spool,
    stream: 'logs',
    resource,
    dropped(items) {
      counters.recordsDropped += items;
    },
    flushed: () => numbers?.succeededWritten(),
  });
  numbers?.flushBy(() => records.flush());
  const ids = new RequestIds(profile.request_id, now);
  const generator = new RequestIdGenerator(ids);
  redactKeys(profile);
  // It loads every exporter there is: half a second that only a process with an API takes.
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  const sdk = new NodeSDK({
    autoDetectResources: false,
    resource: resourceFromAttributes(attributes),
    sampler: new AlwaysOnSampler(),
    idGenerator: generator,
    spanLimits: SPAN_LIMITS,
    spanProcessors: [new RequestSpanProcessor(spans)],
    logRecordProcessors: [
      new SpoolLogProcessor({ spool, resource, batch: records, counters, numbers, print }),
    ],
    metricReaders: [],
    instrumentations: [],
    textMapPropagator: new W3CTraceContextPropagator(),
  });
  sdk.start();
  const sentry = await startSentry({ dsn: config.sentry.dsn, release, instance, counters });
  const tracer = trace.getTracer(SCOPE, release);
  const events = logs.getLogger(SCOPE, release);
  const { fingerprintSecret: secret, storedAddress } = options;
  const fingerprints = secret === undefined ? undefined : new CallFingerprinter(secret);
  const emitter = new RequestEmitter({
    fingerprints,
    storedAddress,
    profile,
    tracer,
    events,
    ids,
    generator,
    log,
    counters,
    numbers,
    now,
    print,
  });
  const unexpected = new UnexpectedErrors({ profile, log, sentry, counters });
  const { ignores = () => false } = options;
  const thrown = new ThrownErrors(profile, emitter);
  const requestsSoFar = () => counters.requests;
  const heartbeat = startHeartbeat({ events, instance, now, requestsSoFar });
  return {
    plugin: requestTelemetryPlugin({ emitter, thrown, unexpected, ignores }),
    log,
    emitMalformed: (malformed) => emitMalformed(emitter, malformed),
    counters: () => ({ ...counters }),
    async shutdown() {
      heartbeat.stop();
      await sdk.shutdown();
      await sentry.close();
      for (const api of [trace, logs, context, propagation, diag]) api.disable();
    },
  };
}

/** Set here so that no OTEL_SPAN_* variable can cut what support reads. */
const SPAN_LIMITS = {
  attributeCountLimit: 128,
  attributeValueLengthLimit: 16_384,
  eventCountLimit: 64,
  linkCountLimit: 16,
  attributePerEventCountLimit: 32,
  attributePerLinkCountLimit: 32,
};
