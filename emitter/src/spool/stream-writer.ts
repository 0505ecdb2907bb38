import {
  close,
  closeSync,
  fdatasync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
  writevSync,
} from 'node:fs';
import { systemCode } from '@request-desk/shared/system-code';
import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import { copyOf } from './copy-of.ts';
import { FRAME_OVERHEAD, frameHeader } from './frame.ts';
import type { SegmentDirectory } from './segment-directory.ts';
import type { SegmentSeal } from './spool-key.ts';

/** Thrown when a body could not be written; nothing of it is left behind. */
class SpoolError extends Error {}

interface Open {
  readonly fd: number;
  readonly path: string;
  readonly seal: SegmentSeal;
  readonly receivedMs: number;
  readonly heldSince: number;
  bytes: number;
  synced: boolean;
}

interface StreamWriterOptions {
  readonly directory: SegmentDirectory;
  readonly clock: Clock;
  readonly log: Logger;
  /** A segment that would grow beyond it is sealed. */
  readonly maxBytes: number;
  /** Called before data is sealed; may append, and that goes into the same segment. Never throws. */
  readonly beforeSeal?: () => void;
}

/** Writes the open segment of one stream. */
export class StreamWriter {
  readonly #options: StreamWriterOptions;
  #open: Open | undefined;
  #sealing = false;

  constructor(options: StreamWriterOptions) {
    this.#options = options;
  }

  /** Bytes and age of what is not sealed yet, or undefined when nothing is. */
  get pending(): Pick<Open, 'bytes' | 'receivedMs' | 'heldSince'> | undefined {
    return this.#open;
  }

  /** Appends one body; returns when the operating system has it. Throws SpoolError. */
  append(body: Uint8Array): void {
    const size = FRAME_OVERHEAD + body.length;
    const full = this.#open && this.#open.bytes + size > this.#options.maxBytes;
    this.#write(full && !this.#sealing ? this.#sealBefore(body) : body, size);
  }

  #sealBefore(body: Uint8Array): Uint8Array {
    // A listener of a seal may encode into the memory that this body lies in; a large one is slow to copy.
    const kept = this.#options.beforeSeal ? copyOf(body) : body;
    try {
      this.seal();
    } catch (cause) {
      throw new SpoolError('a full segment could not be sealed', { cause });
    }
    return kept;
  }

  #write(body: Uint8Array, size: number): void {
    try {
      const open = this.#ensureOpen();
      const header = frameHeader(open.seal, open.bytes, body);
      const written = writevSync(open.fd, [header, body], open.bytes);
      if (written !== size) {
        ftruncateSync(open.fd, open.bytes);
        throw new SpoolError('the spool took only a part of a body: the disk is full');
      }
      open.bytes += written;
      open.synced = false;
    } catch (error) {
      if (error instanceof SpoolError) throw error;
      throw new SpoolError('the spool could not be written', { cause: error });
    }
  }

  /** Hands the open segment over for delivery; does nothing when there is none. Throws if it cannot. */
  seal(): void {
    const open = this.#open;
    if (open === undefined || this.#sealing) return;
    if (open.bytes === 0) {
      rmSync(open.path, { force: true });
      closeSync(open.fd);
    } else {
      this.#announce();
      this.#handOver(open);
      // Its last bytes reach the disk in the background, like all others.
      fdatasync(open.fd, () => close(open.fd));
    }
    this.#open = undefined;
  }

  #announce(): void {
    this.#sealing = true;
    try {
      this.#options.beforeSeal?.();
    } finally {
      this.#sealing = false;
    }
  }

  /** Removed while in use, the segment is still open: it is rewritten where it belongs. */
  #handOver(open: Open): void {
    const { directory, log } = this.#options;
    try {
      directory.seal(open);
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw error;
      log.error({ path: open.path }, 'somebody removed the spool directory: it is made again');
      directory.make();
      const bytes = Buffer.alloc(open.bytes);
      readSync(open.fd, bytes, 0, open.bytes, 0);
      writeFileSync(open.path, bytes);
      directory.seal(open);
    }
  }

  /**
   * Asks the disk to keep what was written since the last call, without waiting; notices there that
   * the segment was removed, and seals it. Throws as `seal` does.
   */
  sync(): void {
    const open = this.#open;
    if (open === undefined) return;
    if (fstatSync(open.fd).nlink === 0) {
      this.seal();
      return;
    }
    if (open.synced) return;
    open.synced = true;
    fdatasync(open.fd, () => undefined);
  }

  #ensureOpen(): Open {
    if (this.#open === undefined) {
      const { directory, clock } = this.#options;
      const receivedMs = clock.now();
      const path = directory.next(receivedMs, 'open');
      const seal = directory.sealFor(path);
      const fd = this.#create(path);
      const heldSince = clock.monotonic();
      this.#open = { fd, path, seal, receivedMs, heldSince, bytes: 0, synced: true };
    }
    return this.#open;
  }

  #create(path: string): number {
    try {
      return openSync(path, 'wx+');
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw error;
      this.#options.directory.make();
      return openSync(path, 'wx+');
    }
  }
}
