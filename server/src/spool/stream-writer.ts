import { closeSync, fdatasync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { frame } from './frame.ts';
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
    const bytes = frame(body);
    try {
      const open = this.#ensureOpen();
      const written = writeSync(open.fd, bytes, 0, bytes.length, open.bytes);
      if (written !== bytes.length) {
        ftruncateSync(open.fd, open.bytes);
        throw new SpoolError('the spool took only a part of a body: the disk is full');
      }
      open.bytes += written;
      open.synced = false;
      if (open.bytes >= this.#maxBytes) this.seal();
    } catch (error) {
      if (error instanceof SpoolError) throw error;
      throw new SpoolError('the spool could not be written', { cause: error });
    }
  }

  /** Closes the open segment for delivery; does nothing when it is empty. */
  seal(): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    closeSync(open.fd);
    if (open.bytes === 0) this.#directory.remove(open.path);
    else this.#directory.mark(open.path, 'seg');
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
