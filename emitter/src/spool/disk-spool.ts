import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { PipelineState } from '@request-desk/shared/support-api';
import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import { StreamDelivery } from './delivery.ts';
import { bytesOnDisk, evictableFor, makeRoom } from './disk-budget.ts';
import { KEEP_DELIVERED_MS, PACE, SEAL_WHEN_FAILING_MS } from './pace.ts';
import { recover } from './recover.ts';
import { SegmentDirectory } from './segment-directory.ts';
import type { Sink } from './sink.ts';
import { perStream, type Spool, STREAMS, type Stream } from './spool.ts';
import { prepareSpoolDirectory } from './spool-directory.ts';
import { SpoolKey } from './spool-key.ts';
import { oldestHeld, pipelineState } from './state.ts';
import { StreamWriter } from './stream-writer.ts';

const DELIVER_EVERY_MS = 200;
const SYNC_EVERY_MS = 100;
const TIDY_EVERY_MS = 5_000;
const LAST_ATTEMPT_MS = 5_000;
const SEGMENT_BYTES = 8 * 2 ** 20;

export interface SpoolOptions {
  /** A directory of this process alone. */
  readonly path: string;
  /** What names the directory to people who have to change it; DATA_DIR where it is left out. */
  readonly setting?: string;
  readonly sink: Sink;
  readonly maxBytes: number;
  readonly now: Clock['now'];
  /** performance.now() where nothing else is given. */
  readonly monotonic?: Clock['monotonic'];
  readonly log: Logger;
}

/** The spool in a directory: a writer and a delivery for each stream, and the timers between them. */
export class DiskSpool implements Spool {
  readonly path: string;
  readonly #options: SpoolOptions;
  readonly #clock: Clock;
  readonly #sealListeners: (() => void)[] = [];
  readonly #marker: string;
  readonly #directories: Record<Stream, SegmentDirectory>;
  readonly #writers: Record<Stream, StreamWriter>;
  readonly #deliveries: Record<Stream, StreamDelivery>;
  readonly #flushing = new Set<Stream>();
  readonly #timers: NodeJS.Timeout[];
  #appendFailures = 0;
  #droppedBytes = 0;
  #damaged = 0;

  constructor(options: SpoolOptions) {
    this.#options = options;
    const { path, sink, now, log, monotonic = () => performance.now() } = options;
    this.path = path;
    this.#clock = { now, monotonic };
    prepareSpoolDirectory(path, options.setting);
    this.#marker = join(path, 'running');
    const repeat = existsSync(this.#marker);
    // A full disk must not keep customers from being answered.
    this.#guard(() => writeFileSync(this.#marker, ''));
    const key = new SpoolKey(path);
    this.#guard(() => key.keep());
    this.#directories = perStream((stream) => new SegmentDirectory(path, stream, key, monotonic));
    if (key.minted && STREAMS.some((stream) => this.#directories[stream].holdsSealed))
      log.error('the key of the spool is gone: what was written with it is set aside');
    for (const stream of STREAMS) {
      this.#guard(() => {
        this.#damaged += recover(this.#directories[stream]);
      });
    }
    this.#writers = perStream((stream) => this.#writerOf(stream));
    const shared = { sink, log, monotonic, repeat, lane: { taken: false } };
    const deliveryOf = (stream: Stream, companion?: StreamDelivery) =>
      new StreamDelivery({
        ...shared,
        stream,
        companion,
        directory: this.#directories[stream],
        sealDue: () => this.#sealDue(stream),
      });
    const logs = deliveryOf('logs');
    this.#deliveries = { errors: deliveryOf('errors', logs), logs, traces: deliveryOf('traces') };
    this.#timers = [
      setInterval(() => void this.#deliver(), sink.everyMs ?? DELIVER_EVERY_MS),
      setInterval(() => this.#sync(), SYNC_EVERY_MS),
      setInterval(() => this.#tidy(), TIDY_EVERY_MS),
    ];
  }

  append(stream: Stream, body: Uint8Array): void {
    try {
      this.#writers[stream].append(body);
      this.#deliverSoon(stream);
    } catch (error) {
      if (this.#appendAfterMakingRoom(stream, body)) return;
      this.#appendFailures++;
      throw error;
    }
  }

  state(): PipelineState {
    const all = STREAMS.map((stream) => this.#deliveries[stream]);
    return pipelineState(this.#clock, {
      directories: this.#directories,
      open: this.#unsealed(),
      failing: all.some(({ failing }) => failing),
      quarantined: all.reduce((sum, { quarantined }) => sum + quarantined, this.#damaged),
      droppedBytes: all.reduce((sum, { lostBytes }) => sum + lostBytes, this.#droppedBytes),
      appendFailures: this.#appendFailures,
      refusals: {
        segments: all.reduce((sum, { postponed }) => sum + postponed.size, 0),
        dropped_records: this.#options.sink.droppedRecords?.() ?? 0,
        last: all.flatMap(({ postponed }) => postponed.lastReason ?? [])[0] ?? null,
      },
    });
  }

  oldestUndelivered(): number | undefined {
    return oldestHeld(this.#clock, { directories: this.#directories, open: this.#unsealed() });
  }

  beforeSeal(listener: () => void): void {
    this.#sealListeners.push(listener);
  }

  flush(): void {
    for (const stream of ['errors', 'logs'] as const) void this.#flush(stream);
  }

  repeat(): void {
    for (const stream of STREAMS) this.#deliveries[stream].queue.repeat();
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    for (const stream of STREAMS) this.#guard(() => this.#writers[stream].seal());
    await Promise.race([
      Promise.all(STREAMS.map((stream) => this.#deliveries[stream].drain())),
      setTimeout(LAST_ATTEMPT_MS, undefined, { ref: false }),
    ]);
    for (const stream of STREAMS) this.#deliveries[stream].halt();
    if (STREAMS.every((stream) => this.#deliveries[stream].queue.repeated))
      rmSync(this.#marker, { force: true });
  }

  #unsealed() {
    return STREAMS.flatMap((stream) => this.#writers[stream].pending ?? []);
  }

  #writerOf(stream: Stream): StreamWriter {
    const { log } = this.#options;
    const directory = this.#directories[stream];
    const options = { directory, clock: this.#clock, log, maxBytes: SEGMENT_BYTES };
    const beforeSeal = () => {
      for (const listener of this.#sealListeners) this.#guard(listener);
    };
    return new StreamWriter({ ...options, ...(stream === 'errors' && { beforeSeal }) });
  }

  /** What arrives during a delivery becomes one segment: a slow store gets larger pieces. */
  #deliver(): void {
    const streams = STREAMS.filter((stream) => !this.#deliveries[stream].resting);
    for (const stream of streams) if (!this.#deliveries[stream].busy) this.#sealDue(stream);
    for (const stream of streams) void this.#deliveries[stream].run();
  }

  /** Delivers what is new as soon as the store has had a pause; many who ask meanwhile ask for one delivery. */
  async #flush(stream: Stream): Promise<void> {
    const [writer, delivery] = [this.#writers[stream], this.#deliveries[stream]];
    // While the store is away, segments grow instead of becoming many.
    if (delivery.failing || this.#flushing.has(stream) || writer.pending === undefined) return;
    this.#flushing.add(stream);
    await delivery.pausedFor();
    this.#flushing.delete(stream);
    // What is asked for together goes in one delivery, that of the errors.
    if (stream === 'logs' && this.#flushing.has('errors')) return;
    if (stream === 'errors' && !this.#deliveries.logs.busy)
      this.#guard(() => this.#writers.logs.seal());
    this.#guard(() => writer.seal());
    void delivery.run();
  }

  #sealDue(stream: Stream): void {
    const [writer, delivery] = [this.#writers[stream], this.#deliveries[stream]];
    const age = this.#clock.monotonic() - (writer.pending?.heldSince ?? 0);
    const due = delivery.failing ? SEAL_WHEN_FAILING_MS : PACE[stream].sealAtAgeMs;
    if (age >= due) this.#guard(() => writer.seal());
  }

  /** A segment that became full need not wait for the timer. */
  #deliverSoon(stream: Stream): void {
    const delivery = this.#deliveries[stream];
    if (delivery.busy || this.#directories[stream].count('seg') === 0) return;
    setImmediate(() => void delivery.run());
  }

  /** Gives up one segment after the other, and no more than it takes. */
  #appendAfterMakingRoom(stream: Stream, body: Uint8Array): boolean {
    try {
      while (this.#free(1, evictableFor(stream)) > 0) {
        try {
          this.#writers[stream].append(body);
          return true;
        } catch {
          // Not enough yet.
        }
      }
    } catch (err) {
      this.#options.log.error({ err }, 'the spool directory is in trouble');
    }
    return false;
  }

  #sync(): void {
    for (const stream of STREAMS) this.#guard(() => this.#writers[stream].sync());
  }

  /** Removes delivered copies that are old enough and keeps the spool within its bytes. */
  #tidy(): void {
    this.#guard(() => {
      // Gone with the directory, which is made again at the next append.
      if (existsSync(this.path) && !existsSync(this.#marker)) writeFileSync(this.#marker, '');
      const before = this.#clock.monotonic() - KEEP_DELIVERED_MS;
      for (const stream of STREAMS) {
        for (const segment of this.#directories[stream].list('done')) {
          if (segment.movedAt < before) this.#directories[stream].remove(segment);
        }
      }
      this.#free(bytesOnDisk(this.#directories) - this.#options.maxBytes, STREAMS);
    });
  }

  #free(wanted: number, dispensable: readonly Stream[]): number {
    const { bytes, lostBytes } = makeRoom(this.#directories, wanted, dispensable);
    this.#droppedBytes += lostBytes;
    if (lostBytes > 0) this.#options.log.error({ lostBytes }, 'the spool is full, telemetry lost');
    return bytes;
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (err) {
      this.#options.log.error({ err }, 'the spool directory is in trouble');
    }
  }
}
