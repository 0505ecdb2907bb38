import { close, closeSync, fdatasync, ftruncateSync, openSync, rmSync, writevSync } from 'node:fs';
import { frameHeader } from './frame.ts';
import type { SegmentDirectory } from './segment-directory.ts';

/** Thrown when a body could not be written; nothing of it is left behind. */
export class SpoolError extends Error {}

interface Open {
  readonly fd: number;
  readonly path: string;
  readonly receivedMs: number;
  bytes: number;
  synced: boolean;
}

/** Writes the open segment of one stream. */
export class StreamWriter {
  readonly #directory: SegmentDirectory;
  readonly #now: () => number;
  readonly #maxBytes: number;
  #open: Open | undefined;

  constructor(directory: SegmentDirectory, now: () => number, maxBytes: number) {
    this.#directory = directory;
    this.#now = now;
    this.#maxBytes = maxBytes;
  }

  /** Bytes and age of what is not sealed yet, or undefined when nothing is. */
  get pending(): { bytes: number; receivedMs: number } | undefined {
    return this.#open;
  }

  /** Appends one body; returns when the operating system has it. Throws SpoolError. */
  append(body: Uint8Array): void {
    const header = frameHeader(body);
    const size = header.length + body.length;
    try {
      if (this.#open && this.#open.bytes + size > this.#maxBytes) this.seal();
      const open = this.#ensureOpen();
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
    if (open === undefined) return;
    if (open.bytes === 0) {
      rmSync(open.path, { force: true });
      closeSync(open.fd);
    } else {
      this.#directory.seal(open.path, open.receivedMs, open.bytes);
      // Its last bytes reach the disk in the background, like all others.
      fdatasync(open.fd, () => close(open.fd));
    }
    this.#open = undefined;
  }

  /** Asks the disk to keep what was written since the last call; never throws, never waits. */
  sync(): void {
    const open = this.#open;
    if (open === undefined || open.synced) return;
    open.synced = true;
    fdatasync(open.fd, () => undefined);
  }

  #ensureOpen(): Open {
    if (this.#open === undefined) {
      const receivedMs = this.#now();
      const path = this.#directory.next(receivedMs, 'open');
      const fd = openSync(path, 'wx');
      this.#open = { fd, path, receivedMs, bytes: 0, synced: true };
    }
    return this.#open;
  }
}
