import type { WatermarkRecord } from '@request-desk/shared/watermark-record';
import type { Logger } from 'pino';
import type { EncodedResource } from '../otlp/otlp-request.ts';
import { ProtobufWriter } from '../otlp/protobuf.ts';
import type { EventNumbers } from '../request/event-numbers.ts';
import type { Spool } from '../spool/spool.ts';
import type { ReferenceClock } from './reference-clock.ts';
import { NO_REGISTRY, type ProducerRegistry } from './registry.ts';
import { appendAll, SpoolProducer } from './spool-producer.ts';
import { losableSince, startEpoch } from './start-epoch.ts';
import { encodeWatermark } from './watermark-record.ts';

/** This process as one whose answers and deliveries others must be able to miss. */
export interface Producer {
  /** Changes when another process turns out to run under it. */
  readonly id: string;
  readonly epoch: number;
  /** For `startTelemetry`. */
  readonly numbers: EventNumbers;
  /**
   * How far it is by now, for who asks; starts delivering all that was answered before at once.
   * Undefined after `drain`.
   */
  claim(): WatermarkClaim | undefined;
  /**
   * Asks the registry whether a later epoch was begun elsewhere, as on a clone of a running machine:
   * then this one becomes another producer. Every ten seconds; never rejects.
   */
  confirm(): Promise<void>;
  /**
   * The last word of a clean shutdown. Close the listeners and telemetry first and the spool
   * afterwards. Never throws.
   */
  drain(): void;
}

/**
 * What a watermark record says, without having been stored: it holds for a store that has all numbers
 * up to these.
 */
export type WatermarkClaim = Pick<
  WatermarkRecord,
  'producer' | 'epoch' | 'at' | 'clock' | 'failed' | 'succeeded' | 'receivedTo'
>;

export interface ProducerOptions {
  readonly spool: Spool;
  /**
   * The control plane's. Left out where none is in reach: then the first record that is stored
   * registers the producer, and `clock` is this machine's own.
   */
  readonly registry?: ProducerRegistry | undefined;
  readonly clock: ReferenceClock;
  /** Of `api` and `ingest`, what this process is. */
  readonly roles: readonly string[];
  /** True when this spool delivers into the store itself: only then does it know what is there. */
  readonly deliversToStore: boolean;
  readonly host: string;
  readonly resource: EncodedResource;
  readonly log: Logger;
  /** True while `claim` answers all who ask: then fewer records say that nothing is answered. */
  readonly tells?: () => boolean;
}

/**
 * Makes this process a producer: registered and durable when it resolves, so listen only then.
 * Rejects with RegistrationRefused when the control plane does not register it.
 */
export async function startProducer(options: ProducerOptions): Promise<Producer> {
  const { spool, roles, host, log, clock, resource } = options;
  const registry = options.registry ?? NO_REGISTRY;
  const ends: Uint8Array[] = [];
  const epoch = await startEpoch({
    path: spool.path,
    registry,
    roles,
    host,
    log,
    appendEnd(producer, { epoch, failed, succeeded, flushedMs }) {
      const losable = losableSince(roles, { failed, succeeded, flushedMs });
      const state = { state: 'ended', number: 0, losableSince: losable } as const;
      const at = Math.floor(clock.lower());
      const said = { producer, epoch, failed, succeeded, roles, at, clock: clock.kind };
      ends.push(encodeWatermark(new ProtobufWriter(), resource, { ...said, ...state }));
      appendAll(spool, ends);
    },
  });
  return new SpoolProducer(options, epoch, ends);
}
