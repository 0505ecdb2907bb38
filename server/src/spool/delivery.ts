import { writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Logger } from 'pino';
import { isolate } from './isolate.ts';
import type { Segment, SegmentDirectory } from './segment-directory.ts';
import { type Sink, Unreadable } from './sink.ts';
import type { Stream } from './spool.ts';

const BACKOFF_FIRST_MS = 250;
const BACKOFF_MAX_MS = 15_000;

/** Delivers the sealed segments of one stream, oldest first, for as long as it takes. */
export class StreamDelivery {
  readonly #stream: Stream;
  readonly #directory: SegmentDirectory;
  readonly #sink: Sink;
  readonly #log: Logger;
  readonly #now: () => number;
  #failures = 0;
  #retryAt = 0;
  quarantined = 0;

  constructor(
    stream: Stream,
    directory: SegmentDirectory,
    sink: Sink,
    log: Logger,
    now: () => number,
  ) {
    this.#stream = stream;
    this.#directory = directory;
    this.#sink = sink;
    this.#log = log;
    this.#now = now;
  }

  /** True while the last attempt failed. */
  get failing(): boolean {
    return this.#failures > 0;
  }

  /** Delivers what is sealed unless a backoff is running; never throws. */
  async run(): Promise<void> {
    if (this.#now() < this.#retryAt) return;
    for (const segment of this.#directory.list('seg')) {
      try {
        await this.#deliver(segment);
        this.#directory.mark(segment.path, 'done');
        if (this.#failures > 0) this.#log.info({ stream: this.#stream }, 'delivery works again');
        this.#failures = 0;
      } catch (error) {
        this.#backOff(error);
        return;
      }
    }
  }

  async #deliver(segment: Segment): Promise<void> {
    const { receivedMs } = segment;
    const delivery = { stream: this.#stream, path: resolve(segment.path), receivedMs };
    try {
      await this.#sink.deliver(delivery);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      await isolate(this.#sink, delivery, (body) => this.#quarantine(segment, body));
    }
  }

  #quarantine(segment: Segment, body: Buffer): void {
    this.quarantined++;
    const name = `${basename(segment.path)}.${this.quarantined}.unreadable`;
    const path = this.#directory.quarantinePath(name);
    writeFileSync(path, body);
    this.#log.error({ stream: this.#stream, path }, 'set aside telemetry that cannot be read');
  }

  /** Full jitter: a random wait up to a bound that doubles with each failure. */
  #backOff(error: unknown): void {
    const bound = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** this.#failures);
    this.#failures++;
    this.#retryAt = this.#now() + bound * (0.5 + Math.random() / 2);
    if (this.#failures === 1 || this.#failures % 20 === 0) {
      this.#log.warn(
        { err: error, stream: this.#stream, failures: this.#failures },
        'delivery failed, retrying',
      );
    }
  }
}
