import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PipelineState } from '@request-desk/shared/support-api';
import type { Logger } from 'pino';
import { StreamDelivery } from './delivery.ts';
import { enforceBudget } from './disk-budget.ts';
import { recover } from './recover.ts';
import { SegmentDirectory } from './segment-directory.ts';
import type { Sink } from './sink.ts';
import { type Spool, STREAMS, type Stream } from './spool.ts';
import { StreamWriter } from './stream-writer.ts';

const DELIVER_EVERY_MS = 200;
const SYNC_EVERY_MS = 100;
const TIDY_EVERY_MS = 5_000;
const KEEP_DELIVERED_MS = 600_000;
const SEGMENT_BYTES = 8 * 2 ** 20;

export interface SpoolOptions {
  /** A directory of this process alone. */
  readonly path: string;
  readonly sink: Sink;
  readonly maxBytes: number;
  readonly now: () => number;
  readonly log: Logger;
}

/** Opens the spool in `path`, takes over what is there, and starts delivering. */
export function openSpool(options: SpoolOptions): Spool {
  return new DiskSpool(options);
}

class DiskSpool implements Spool {
  readonly #options: SpoolOptions;
  readonly #marker: string;
  readonly #directories: Record<Stream, SegmentDirectory>;
  readonly #writers: Record<Stream, StreamWriter>;
  readonly #deliveries: Record<Stream, StreamDelivery>;
  readonly #timers: NodeJS.Timeout[];
  #delivering: Promise<void> | undefined;
  #appendFailures = 0;
  #droppedBytes = 0;
  #damaged = 0;

  constructor(options: SpoolOptions) {
    this.#options = options;
    const { path, sink, now, log } = options;
    mkdirSync(path, { recursive: true });
    this.#marker = join(path, 'running');
    const unclean = existsSync(this.#marker);
    writeFileSync(this.#marker, '');
    this.#directories = perStream((stream) => new SegmentDirectory(path, stream));
    for (const stream of STREAMS) this.#damaged += recover(this.#directories[stream], unclean);
    this.#writers = perStream((s) => new StreamWriter(this.#directories[s], now, SEGMENT_BYTES));
    this.#deliveries = perStream(
      (s) => new StreamDelivery(s, this.#directories[s], sink, log, now),
    );
    this.#timers = [
      setInterval(() => void this.#deliver(), DELIVER_EVERY_MS),
      setInterval(() => this.#sync(), SYNC_EVERY_MS),
      setInterval(() => this.#tidy(), TIDY_EVERY_MS),
    ];
  }

  append(stream: Stream, body: Uint8Array): void {
    try {
      this.#writers[stream].append(body);
    } catch (error) {
      this.#appendFailures++;
      this.#tidy();
      throw error;
    }
  }

  state(): PipelineState {
    const waiting = STREAMS.flatMap((stream) => this.#directories[stream].list('seg'));
    const open = STREAMS.flatMap((stream) => this.#writers[stream].pending ?? []);
    const undelivered = [...waiting, ...open];
    const oldest = undelivered.reduce<number | undefined>(
      (least, { receivedMs }) => Math.min(least ?? receivedMs, receivedMs),
      undefined,
    );
    return {
      store: STREAMS.some((stream) => this.#deliveries[stream].failing) ? 'unavailable' : 'ok',
      data_current_to: new Date(oldest ?? this.#options.now()).toISOString(),
      backlog_bytes: undelivered.reduce((sum, { bytes }) => sum + bytes, 0),
      backlog_segments: undelivered.length,
      oldest_undelivered_at: oldest === undefined ? null : new Date(oldest).toISOString(),
      quarantined_segments: STREAMS.reduce(
        (sum, stream) => sum + this.#deliveries[stream].quarantined,
        this.#damaged,
      ),
      dropped_bytes: this.#droppedBytes,
      append_failures: this.#appendFailures,
    };
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#delivering;
    await this.#deliver();
    rmSync(this.#marker, { force: true });
  }

  /** One round over the streams, errors first; a round at a time. */
  #deliver(): Promise<void> {
    this.#delivering ??= (async () => {
      for (const stream of STREAMS) {
        this.#guard(() => this.#writers[stream].seal());
        await this.#deliveries[stream].run();
      }
    })()
      .catch((err: unknown) => this.#options.log.error({ err }, 'delivery round failed'))
      .finally(() => {
        this.#delivering = undefined;
      });
    return this.#delivering;
  }

  #sync(): void {
    for (const stream of STREAMS) this.#writers[stream].sync();
  }

  /** Removes delivered copies that are old enough and keeps the spool within its bytes. */
  #tidy(): void {
    this.#guard(() => {
      const before = this.#options.now() - KEEP_DELIVERED_MS;
      for (const stream of STREAMS) {
        for (const segment of this.#directories[stream].list('done')) {
          if (segment.receivedMs < before) this.#directories[stream].remove(segment.path);
        }
      }
      this.#droppedBytes += enforceBudget(this.#directories, this.#options.maxBytes);
    });
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (err) {
      this.#options.log.error({ err }, 'the spool directory is in trouble');
    }
  }
}

function perStream<T>(make: (stream: Stream) => T): Record<Stream, T> {
  return { errors: make('errors'), logs: make('logs'), traces: make('traces') };
}
