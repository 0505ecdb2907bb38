import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { backoffMs } from '@request-desk/shared/retry';
import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import { deliverReadable } from './deliver-readable.ts';
import { DeliveryQueue, type RepeatLane } from './delivery-queue.ts';
import { scan } from './frame.ts';
import { PACE, restAfter } from './pace.ts';
import { LONGEST_WAIT_MS, Postponed } from './postponed.ts';
import { quarantine } from './quarantine.ts';
import type { Segment, SegmentDirectory } from './segment-directory.ts';
import { type Delivery, Refused, Rejected, RetryLater, type Sink, Unreadable } from './sink.ts';
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
}

/** Delivers the sealed segments of one stream, new ones first, for as long as it takes. */
export class StreamDelivery {
  readonly #options: StreamDeliveryOptions;
  readonly queue: DeliveryQueue;
  readonly postponed: Postponed;
  #running: Promise<void> | undefined;
  #failures = 0;
  #retryAt = 0;
  #restUntil = 0;
  #askedRestUntil = 0;
  #draining = false;
  #halted = false;
  quarantined = 0;
  /** Bytes whose files somebody removed before they were delivered. */
  lostBytes = 0;

  constructor(options: StreamDeliveryOptions) {
    this.#options = options;
    const { directory, sink, lane, sealDue } = options;
    this.postponed = new Postponed(options.monotonic);
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
    return this.#options.monotonic() < this.#restUntil;
  }

  /** Resolves when nothing is handed over and a store that is busy has had its pause, the shorter one. */
  async pausedFor(): Promise<void> {
    await this.#running;
    const restMs = this.#askedRestUntil - this.#options.monotonic();
    if (restMs > 0) await pause(restMs, undefined, { ref: false });
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

  /** One last attempt at what is sealed, unless the sink is failing; repeats wait for the next start. */
  async drain(): Promise<void> {
    this.#draining = true;
    await (this.failing ? this.#running : this.run());
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
    const { lane, monotonic } = this.#options;
    const begun = monotonic();
    const repeats = piece.some((segment) => this.queue.isCopy(segment));
    if (repeats) lane.taken = true;
    try {
      if (piece.length > 1) await this.#deliverTogether(piece);
      else for (const segment of piece) await this.#deliver(segment);
    } catch (error) {
      return this.#failed(piece, error);
    } finally {
      if (repeats) lane.taken = false;
    }
    this.#rest(piece, begun);
    for (const segment of piece) this.#settle(segment);
    if (this.#failures > 0) this.#options.log.info(this.#where, 'delivery works again');
    this.#failures = 0;
    this.queue.grow();
    return true;
  }

  #rest(piece: readonly Segment[], begun: number): void {
    const { monotonic, stream } = this.#options;
    const bytes = piece.reduce((sum, segment) => sum + segment.bytes, 0);
    const now = monotonic();
    const { rest, askedRest } = PACE[stream];
    this.#restUntil = now + restAfter(rest, bytes, now - begun);
    this.#askedRestUntil = now + restAfter(askedRest, bytes, now - begun);
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

  async #deliver(segment: Segment): Promise<void> {
    const { stream, sink } = this.#options;
    const { receivedMs, path } = segment;
    const delivery: Delivery = { stream, path: resolve(path), receivedMs };
    const setAside = (bytes: Buffer) => this.#quarantine(segment, bytes);
    const { directory } = this.#options;
    const seal = directory.sealOf(path);
    if (this.#isDamaged(segment)) return await deliverReadable(sink, delivery, seal, setAside);
    try {
      await sink.deliver(delivery);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      await deliverReadable(sink, delivery, seal, setAside);
    }
  }

  /** Throws Unreadable when a part is damaged, so that it comes to stand alone. */
  async #deliverTogether(piece: readonly Segment[]): Promise<void> {
    const { stream, sink } = this.#options;
    if (piece.some((one) => this.#isDamaged(one))) throw new Unreadable('a segment is damaged');
    const parts = piece.map(({ path, receivedMs }) => ({ path: resolve(path), receivedMs }));
    await sink.deliverTogether?.({ stream, parts });
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

  #quarantine(segment: Segment, bytes: Buffer): void {
    const path = quarantine(this.#options.directory, segment, bytes);
    if (path === undefined) return;
    this.quarantined++;
    this.#options.log.error({ ...this.#where, path }, 'set aside telemetry that cannot be read');
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

  #isDamaged({ inherited, path }: Segment): boolean {
    const seal = this.#options.directory.sealOf(path);
    return inherited && scan(readFileSync(path), seal).damagedBytes > 0;
  }

  get #where(): { stream: Stream } {
    return { stream: this.#options.stream };
  }
}
