import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type ProxyTracerProvider, trace } from '@opentelemetry/api';
import type { Logger } from 'pino';
import { type CheckedOptions, OptionsError } from './options.ts';
import { type EncodedResource, encodeResource } from './otlp/otlp-request.ts';
import { resourceAttributes } from './otlp/resource.ts';
import { startProducer } from './producer/producer.ts';
import { ReceiverClock, readReceiverClock } from './producer/receiver-clock.ts';
import { ownClock, type ReferenceClock } from './producer/reference-clock.ts';
import { stampClock } from './producer/stamp-clock.ts';
import type { EventNumbers } from './request/event-numbers.ts';
import { openSpool } from './spool/open-spool.ts';
import { otlpSink } from './spool/sinks/otlp.ts';
import type { Spool } from './spool/spool.ts';
import { prepareSpoolDirectory } from './spool/spool-directory.ts';
import { lockSpool } from './spool/spool-lock.ts';
import { startTelemetry, type Telemetry } from './start-telemetry.ts';

const DELIVERY_WITHIN_MS = 10_000;

/** What runs between the plugin's registration and the end of the app. */
export interface RunningDesk {
  readonly telemetry: Telemetry;
  /** Call it when all requests are answered: writes out what is buffered, and delivers it once more. */
  close(): Promise<void>;
}

/** Opens spool, producer and telemetry; what was opened is closed again when a later part fails. */
export async function startDesk(options: CheckedOptions, log: Logger): Promise<RunningDesk> {
  if (otherSdk())
    throw new OptionsError([
      'another desk or another OpenTelemetry SDK is registered in this process: one alone can be',
    ]);
  const closers: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const { profile, service, release, ignore, fingerprintSecret, storedAddress } = options;
    const otel = { serviceName: service, resourceAttributes: options.resourceAttributes };
    const instance = `${hostname()}-${process.pid}`;
    const spool = await spoolOf(options, log, closers);
    const resource = encodeResource(resourceAttributes(otel, instance, release));
    const clock = await clockOf(options, closers);
    const numbers = options.numbers ?? (await numbersOf({ spool, clock, resource, log }, closers));
    const now = options.now ?? stampClock(clock, Date.now);
    const telemetry = await startTelemetry({
      profile,
      spool,
      numbers,
      instance,
      release,
      logger: log,
      now,
      config: { otel, sentry: { dsn: options.sentryDsn }, logLevel: options.log.level },
      fingerprintSecret,
      storedAddress,
      ignores: pathMatcher(ignore),
      stdout: options.log.destination,
    });
    closers.push(() => telemetry.shutdown());
    return { telemetry, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function spoolOf(
  { spool, delivery, spoolMaxBytes }: CheckedOptions,
  log: Logger,
  closers: (() => Promise<void> | void)[],
): Promise<Spool> {
  if (typeof spool !== 'string' || delivery === undefined) return spool as Spool;
  prepareSpoolDirectory(spool, '`spool`');
  closers.push(lockSpool(spool));
  const { endpoint, token } = delivery;
  const headers =
    token === undefined ? '' : `authorization=${encodeURIComponent(`Bearer ${token}`)}`;
  const sink = otlpSink({
    endpoint,
    headers,
    timeoutMs: DELIVERY_WITHIN_MS,
    origin: randomUUID(),
    log,
  });
  const opened = await openSpool({
    path: spool,
    setting: '`spool`',
    sink,
    maxBytes: spoolMaxBytes,
    now: Date.now,
    log,
  });
  closers.push(() => opened.close());
  return opened;
}

/** Asks nobody for the time where the owner of the spool gives it. */
async function clockOf(
  { delivery, now }: CheckedOptions,
  closers: (() => Promise<void> | void)[],
): Promise<ReferenceClock> {
  if (now) return ownClock(now, () => performance.now());
  const clock = await ReceiverClock.open({
    // No control plane is in reach: what receives the telemetry has one, or knows who has.
    async read() {
      if (delivery === undefined) throw new Error('no receiver');
      return await readReceiverClock(delivery.endpoint, delivery.token);
    },
    monotonic: () => performance.now(),
    wall: Date.now,
  });
  clock.start();
  closers.push(() => clock.stop());
  return clock;
}

interface ProducerParts {
  readonly spool: Spool;
  readonly clock: ReferenceClock;
  readonly resource: EncodedResource;
  readonly log: Logger;
}

/** Of a producer of its own: this process alone answers for what is in its spool. */
async function numbersOf(
  { spool, clock, resource, log }: ProducerParts,
  closers: (() => Promise<void> | void)[],
): Promise<EventNumbers> {
  const producer = await startProducer({
    spool,
    clock,
    log,
    resource,
    host: hostname(),
    roles: ['api'],
    deliversToStore: false,
  });
  closers.push(() => producer.drain());
  return producer.numbers;
}

/** True where a tracer provider is registered: ours would silently not be. */
function otherSdk(): boolean {
  const provider = trace.getTracerProvider() as Partial<ProxyTracerProvider>;
  return provider.getDelegateTracer?.('request-desk') !== undefined;
}

/** Says of a URL whether its path is one of `paths`, of which a `*` at the end stands for anything. */
function pathMatcher(paths: readonly string[]): (url: string) => boolean {
  const whole = new Set(paths.filter((path) => !path.endsWith('*')));
  const starts = paths.filter((path) => path.endsWith('*')).map((path) => path.slice(0, -1));
  return (url) => {
    const end = url.search(/[?#]/);
    const path = end < 0 ? url : url.slice(0, end);
    return whole.has(path) || starts.some((start) => path.startsWith(start));
  };
}
