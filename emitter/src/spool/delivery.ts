import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { backoffMs } from '@request-desk/shared/retry';
import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import { DeliveryQueue, type RepeatLane } from './delivery-queue.ts';
import { HandOver } from './hand-over.ts';
import { StreamRest } from './pace.ts';
import { mayBeOf, type Passengers } from './passengers.ts';
import { LONGEST_WAIT_MS, Postponed } from './postponed.ts';
import type { Segment, SegmentDirectory } from './segment-directory.ts';
import { Refused, Rejected, RetryLater, type Sink, Unreadable } from './sink.ts';
import type { Stream } from './spool.ts';

const BACKOFF = { firstMs: 250, mostMs: 15_000 } as const;
/** So often refused in a row, a segment lets the others pass. */
const REFUSALS = 4;

export interface StreamDeliveryOptions {
  readonly stream: Stream;
  readonly directory: SegmentDirectory;
  readonly sink: Sink;
  readonly log: Logger;
  readonly monotonic: Clock['monotonic'];
  /** True when delivered segments are to be delivered once more. */
  readonly repeat: boolean;
  readonly lane: RepeatLane;
  /** Seals what is new, if that is due. */
  readonly sealDue: () => void;
  /** Another stream of the same table: the little that it has ready goes along, which costs the store no more. */
  readonly companion?: StreamDelivery | undefined;
}

/** Delivers the sealed segments of one stream, new ones first, for as long as it takes. */
export class StreamDelivery {
  readonly #options: StreamDeliveryOptions;
  readonly queue: DeliveryQueue;
  readonly postponed: Postponed;
  #running: Promise<void> | undefined;
  #failures = 0;
  #retryAt = 0;
  readonly #rest: StreamRest;
  #draining = false;
  #halted = false;
  #travelsAlone = false;
  readonly #handOver: HandOver;
  /** Bytes whose files somebody removed before they were delivered. */
  lostBytes = 0;

  constructor(options: StreamDeliveryOptions) {
    this.#options = options;
    this.#handOver = new HandOver(options);
    const { stream, directory, sink, lane, sealDue, monotonic } = options;
    this.#rest = new StreamRest(stream, monotonic);
    this.postponed = new Postponed(monotonic);
    this.queue = new DeliveryQueue({
      directory,
      lane,
      sealDue,
      postponed: this.postponed,
      joins: sink.deliverTogether !== undefined,
    });
    if (options.repeat) this.queue.repeat();
  }

  /** True while sealed segments are being handed over. */
  get busy(): boolean {
    return this.#running !== undefined;
  }

  /** True while what is new may gather: a slow store gets fewer and larger pieces. */
  get resting(): boolean {
    return this.#rest.isOn;
  }

  /** Resolves when nothing is handed over and a store that is busy has had its pause, the shorter one. */
  async pausedFor(): Promise<void> {
    await this.#running;
    const { askedLeftMs } = this.#rest;
    if (askedLeftMs > 0) await pause(askedLeftMs, undefined, { ref: false });
  }

  /** Segments, or bodies of them, that were set aside. */
  get quarantined(): number {
    return this.#handOver.quarantined;
  }

  /** True while the last attempt failed. */
  get failing(): boolean {
    return this.#failures > 0;
  }

  /** Delivers what is sealed unless a backoff is running; never throws. */
  run(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** New segments to take along, unless they are large or may be at fault. */
  #board(): Passengers | undefined {
    if (this.busy || this.failing || this.#halted || this.#travelsAlone) return undefined;
    const segments = this.queue.nextSmall();
    if (segments.length === 0) return undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#running = promise;
    const end = () => {
      this.#running = undefined;
      resolve();
    };
    return {
      segments,
      arrived: (begun) => {
        this.#arrived(segments, begun);
        end();
      },
      left: () => {
        this.#travelsAlone = true;
        end();
      },
    };
  }

  /** One last attempt at what is sealed, unless the sink is failing; repeats wait for the next start. */
  async drain(): Promise<void> {
    this.#draining = true;
    await this.#running;
    if (!this.failing) await this.run();
  }

  /** Starts no further segment. */
  halt(): void {
    this.#halted = true;
  }

  async #run(): Promise<void> {
    if (this.#options.monotonic() < this.#retryAt) return;
    for (;;) {
      const piece = this.#halted ? undefined : this.queue.next(this.#draining);
      if (piece === undefined) return;
      if (!(await this.#attempt(piece))) return;
    }
  }

  /** Returns false when the sink wants to be left alone for a while. */
  async #attempt(piece: readonly Segment[]): Promise<boolean> {
    const { lane, monotonic, companion } = this.#options;
    const begun = monotonic();
    const repeats = piece.some((segment) => this.queue.isCopy(segment));
    const passengers = repeats || companion === undefined ? undefined : companion.#board();
    if (repeats) lane.taken = true;
    try {
      await this.#handOver.deliver(piece, passengers?.segments);
    } catch (error) {
      passengers?.left();
      // Whose fault it was is seen when they are delivered apart.
      if (passengers && mayBeOf(passengers, error)) return true;
      return this.#failed(piece, error);
    } finally {
      if (repeats) lane.taken = false;
    }
    passengers?.arrived(begun);
    this.#arrived(piece, begun);
    this.#travelsAlone = false;
    if (this.#failures > 0) this.#options.log.info(this.#where, 'delivery works again');
    this.#failures = 0;
    this.queue.grow();
    return true;
  }

  #arrived(piece: readonly Segment[], begun: number): void {
    const bytes = piece.reduce((sum, segment) => sum + segment.bytes, 0);
    this.#rest.begin(bytes, begun);
    for (const segment of piece) this.#settle(segment);
  }

  #failed(piece: readonly Segment[], error: unknown): boolean {
    const gone = piece.filter((segment) => !existsSync(segment.path));
    for (const segment of gone) this.#lose(segment);
    if (gone.length > 0) {
      // Its own fault, whatever the sink said of it.
      this.#failures = 0;
      return true;
    }
    this.queue.shrink();
    const [segment] = piece;
    if (error instanceof Refused || error instanceof Unreadable) {
      if (piece.length > 1) return true;
      if (error instanceof Refused && segment && this.#mayPass(segment, error)) {
        this.#failures = 0;
        this.postponed.add(segment, error.message);
        const about = { err: error, ...this.#where, path: segment.path };
        this.#options.log.error(about, 'refused: kept, tried again after the others');
        return true;
      }
    }
    this.#backOff(error);
    return false;
  }

  #mayPass(segment: Segment, error: Refused): boolean {
    // A refusal of records is the receiver's last word on them; others may be its own trouble.
    if (error instanceof Rejected) return true;
    return this.#failures >= REFUSALS || this.postponed.has(segment);
  }

  #settle(segment: Segment): void {
    const { directory } = this.#options;
    this.postponed.delete(segment);
    if (this.queue.endRepeat(segment)) return;
    // Removed by somebody while it was on its way: it has arrived all the same.
    if (existsSync(segment.path)) directory.mark(segment, 'done');
    else directory.remove(segment);
  }

  /** Its file is gone: what was removed to make room is no longer known, and counted already. */
  #lose(segment: Segment): void {
    const { directory, log } = this.#options;
    this.postponed.delete(segment);
    if (this.queue.endRepeat(segment) || !directory.has(segment)) return;
    directory.remove(segment);
    this.lostBytes += segment.bytes;
    log.error({ ...this.#where, path: segment.path }, 'somebody removed undelivered telemetry');
  }

  #backOff(error: unknown): void {
    const { log, monotonic } = this.#options;
    this.#failures++;
    const asked = error instanceof RetryLater ? Math.min(error.afterMs, LONGEST_WAIT_MS) : 0;
    this.#retryAt = monotonic() + Math.max(asked, backoffMs(this.#failures, BACKOFF));
    if (this.#failures === 1 || this.#failures % 20 === 0) {
      const about = { err: error, ...this.#where, failures: this.#failures };
      log.warn(about, 'delivery failed, retrying');
    }
  }

  get #where(): { stream: Stream } {
    return { stream: this.#options.stream };
  }
}
