import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import { scan } from './frame.ts';
import { isolate } from './isolate.ts';
import type { Segment, SegmentDirectory } from './segment-directory.ts';
import { type Delivery, Refused, RetryLater, type Sink, Unreadable } from './sink.ts';
import type { Stream } from './spool.ts';

const BACKOFF_FIRST_MS = 250;
const BACKOFF_MAX_MS = 15_000;
const RETRY_AFTER_MAX_MS = 300_000;
/** So often refused in a row, a segment lets the others pass. */
const REFUSALS = 4;
const POSTPONE_MS = 15_000;

export interface StreamDeliveryOptions {
  readonly stream: Stream;
  readonly directory: SegmentDirectory;
  readonly sink: Sink;
  readonly log: Logger;
  readonly monotonic: Clock['monotonic'];
  /** True when delivered segments are to be delivered once more. */
  readonly repeat: boolean;
}

/** Delivers the sealed segments of one stream, oldest first, for as long as it takes. */
export class StreamDelivery {
  readonly #options: StreamDeliveryOptions;
  readonly #repeats: Segment[];
  /** Paths of refused segments, and when each is to be tried again. */
  readonly #postponed = new Map<string, number>();
  #running: Promise<void> | undefined;
  #failures = 0;
  #retryAt = 0;
  #draining = false;
  #halted = false;
  quarantined = 0;

  constructor(options: StreamDeliveryOptions) {
    this.#options = options;
    this.#repeats = options.repeat ? options.directory.list('done') : [];
  }

  /** True while sealed segments are being handed over. */
  get busy(): boolean {
    return this.#running !== undefined;
  }

  /** True while the last attempt failed. */
  get failing(): boolean {
    return this.#failures > 0;
  }

  /** True when everything that an unclean end put into doubt has been delivered again. */
  get repeated(): boolean {
    return this.#repeats.length === 0;
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
      const segment = this.#next();
      if (segment === undefined || this.#halted) return;
      try {
        await this.#deliver(segment);
        this.#settle(segment);
      } catch (error) {
        if (!existsSync(segment.path)) {
          // Removed in the meantime to make room: what was lost by it is counted there.
          this.#forget(segment);
        } else if (error instanceof Refused && this.#mayPass(segment)) {
          this.#postpone(segment, error);
        } else {
          return this.#backOff(error);
        }
      }
    }
  }

  /** What is new comes first: repeats are nearly always there already. */
  #next(): Segment | undefined {
    const { directory, monotonic } = this.#options;
    const repeats = this.#draining ? [] : this.#repeats;
    if (this.#postponed.size === 0) return directory.oldest('seg') ?? repeats[0];
    const at = monotonic();
    const due = (segment: Segment) => (this.#postponed.get(segment.path) ?? at) <= at;
    return directory.list('seg').find(due) ?? repeats.find(due);
  }

  #mayPass(segment: Segment): boolean {
    return this.#failures >= REFUSALS || this.#postponed.has(segment.path);
  }

  async #deliver(segment: Segment): Promise<void> {
    const { stream, sink } = this.#options;
    const { receivedMs, path } = segment;
    const delivery: Delivery = { stream, path: resolve(path), receivedMs };
    const quarantine = (bytes: Buffer) => this.#quarantine(segment, bytes);
    if (segment.inherited && scan(readFileSync(path)).damagedBytes > 0) {
      return await isolate(sink, delivery, quarantine);
    }
    try {
      await sink.deliver(delivery);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      await isolate(sink, delivery, quarantine);
    }
  }

  #settle(segment: Segment): void {
    const { directory, log, stream } = this.#options;
    if (segment.state === 'seg') directory.mark(segment, 'done');
    else this.#forget(segment);
    if (this.#failures > 0) log.info({ stream }, 'delivery works again');
    this.#failures = 0;
    this.#postponed.delete(segment.path);
  }

  #postpone(segment: Segment, err: Error): void {
    const { log, monotonic, stream } = this.#options;
    this.#failures = 0;
    this.#postponed.set(segment.path, monotonic() + POSTPONE_MS);
    log.error({ err, stream, path: segment.path }, 'refused: kept, tried again after the others');
  }

  #forget(segment: Segment): void {
    this.#postponed.delete(segment.path);
    const place = this.#repeats.indexOf(segment);
    if (place >= 0) this.#repeats.splice(place, 1);
    else this.#options.directory.remove(segment);
  }

  /** Named by content, so that a repeated delivery sets nothing aside twice. */
  #quarantine(segment: Segment, bytes: Buffer): void {
    const { directory, log, stream } = this.#options;
    const sum = crc32(bytes).toString(16).padStart(8, '0');
    const path = directory.quarantinePath(
      `${basename(segment.path).substring(0, 20)}-${sum}.unreadable`,
    );
    if (existsSync(path)) return;
    this.quarantined++;
    writeFileSync(`${path}.part`, bytes);
    renameSync(`${path}.part`, path);
    log.error({ stream, path }, 'set aside telemetry that cannot be read');
  }

  /** Jitter: a random wait up to a bound that doubles with each failure. */
  #backOff(error: unknown): void {
    const { log, monotonic, stream } = this.#options;
    const bound = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** this.#failures);
    this.#failures++;
    const asked = error instanceof RetryLater ? Math.min(error.afterMs, RETRY_AFTER_MAX_MS) : 0;
    this.#retryAt = monotonic() + Math.max(asked, bound * (0.5 + Math.random() / 2));
    if (this.#failures === 1 || this.#failures % 20 === 0) {
      log.warn({ err: error, stream, failures: this.#failures }, 'delivery failed, retrying');
    }
  }
}
