import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Logger } from 'pino';
import { deliverReadable } from './deliver-readable.ts';
import { scan } from './frame.ts';
import { quarantine } from './quarantine.ts';
import type { Segment, SegmentDirectory } from './segment-directory.ts';
import { type Delivery, type Sink, Unreadable } from './sink.ts';
import type { Stream } from './spool.ts';

interface HandOverOptions {
  readonly stream: Stream;
  readonly directory: SegmentDirectory;
  readonly sink: Sink;
  readonly log: Logger;
}

/** Gives segments of one stream to the sink, and sets aside what cannot be read of them. */
export class HandOver {
  readonly #options: HandOverOptions;
  /** What was set aside. */
  quarantined = 0;

  constructor(options: HandOverOptions) {
    this.#options = options;
  }

  /**
   * Resolves when the sink has `piece`, and `passengers` of another stream with it. Throws what the sink throws, and
   * Unreadable when one of several is damaged, so that it comes to stand alone.
   */
  async deliver(piece: readonly Segment[], passengers: readonly Segment[] = []): Promise<void> {
    const [first] = piece;
    if (first && piece.length === 1 && passengers.length === 0) return await this.#alone(first);
    const { stream, sink } = this.#options;
    if (piece.some((one) => this.#isDamaged(one))) throw new Unreadable('a segment is damaged');
    const all = [...piece, ...passengers];
    const parts = all.map(({ path, receivedMs }) => ({ path: resolve(path), receivedMs }));
    await sink.deliverTogether?.({ stream, parts });
  }

  async #alone(segment: Segment): Promise<void> {
    const { stream, sink, directory } = this.#options;
    const { receivedMs, path } = segment;
    const delivery: Delivery = { stream, path: resolve(path), receivedMs };
    const setAside = (bytes: Buffer) => this.#quarantine(segment, bytes);
    const seal = directory.sealOf(path);
    if (this.#isDamaged(segment)) return await deliverReadable(sink, delivery, seal, setAside);
    try {
      await sink.deliver(delivery);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      await deliverReadable(sink, delivery, seal, setAside);
    }
  }

  #quarantine(segment: Segment, bytes: Buffer): void {
    const { directory, stream, log } = this.#options;
    const path = quarantine(directory, segment, bytes);
    if (path === undefined) return;
    this.quarantined++;
    log.error({ stream, path }, 'set aside telemetry that cannot be read');
  }

  #isDamaged({ inherited, path }: Segment): boolean {
    const seal = this.#options.directory.sealOf(path);
    return inherited && scan(readFileSync(path), seal).damagedBytes > 0;
  }
}
