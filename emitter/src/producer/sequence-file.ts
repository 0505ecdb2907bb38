import {
  closeSync,
  constants,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { crc32 } from 'node:zlib';

/** What a producer must know of itself after any end. */
export interface SequenceState {
  readonly epoch: number;
  /** Numbers that were given to failed events. */
  readonly failed: number;
  /** Numbers that were given to succeeded events when these were last written. */
  readonly succeeded: number;
  /** When that was, by the reference clock: milliseconds since 1970. */
  readonly flushedMs: number;
  /** True once the epoch's `drained` record is in the spool. */
  readonly drained: boolean;
}

const MAGIC = 0x31537152; // RqS1
const SLOT_BYTES = 44;
/** The two slots lie in different disk sectors, so that a torn write leaves the other one whole. */
const SLOT_EVERY = 512;
const FILE_BYTES = 2 * SLOT_EVERY;

/**
 * The state in two slots that are written in turn, in place: no new block, so a full disk takes it.
 * A slot, little-endian: magic u32, serial u32, epoch u32, drained u32, failed f64, succeeded f64,
 * flushedMs f64, CRC-32 of these u32.
 */
export class SequenceFile {
  readonly #path: string;
  readonly #slot = Buffer.alloc(SLOT_BYTES);
  #fd: number;
  #serial = 0;
  #dirty = false;
  /** What the file held when it was opened; undefined when new or damaged. */
  readonly found: SequenceState | undefined;

  /** Opens or makes the file. Throws when that is not possible. */
  constructor(path: string) {
    this.#path = path;
    this.#fd = openFile(path);
    const slots = [0, 1].flatMap((n) => readSlot(this.#fd, n * SLOT_EVERY) ?? []);
    const last = slots.sort((a, b) => b.serial - a.serial)[0];
    this.#serial = last?.serial ?? 0;
    this.found = last?.state;
  }

  /** Writes `state`; it outlives this process when the call returns. Throws when it cannot. */
  write(state: SequenceState): void {
    this.#serial = (this.#serial + 1) % 2 ** 32;
    const slot = this.#slot;
    slot.writeUInt32LE(MAGIC, 0);
    slot.writeUInt32LE(this.#serial, 4);
    slot.writeUInt32LE(state.epoch, 8);
    slot.writeUInt32LE(state.drained ? 1 : 0, 12);
    slot.writeDoubleLE(state.failed, 16);
    slot.writeDoubleLE(state.succeeded, 24);
    slot.writeDoubleLE(state.flushedMs, 32);
    slot.writeUInt32LE(crc32(slot.subarray(0, SLOT_BYTES - 4)), SLOT_BYTES - 4);
    writeSync(this.#fd, slot, 0, SLOT_BYTES, (this.#serial % 2) * SLOT_EVERY);
    this.#dirty = true;
  }

  /** Waits until the disk has what was written. */
  sync(): void {
    fdatasyncSync(this.#fd);
    this.#dirty = false;
  }

  /** Asks the disk to keep what was written; never throws, never waits. */
  syncSoon(): void {
    if (!this.#dirty) return;
    this.#dirty = false;
    fdatasync(this.#fd, () => undefined);
  }

  /** True when somebody removed the file. */
  get removed(): boolean {
    return fstatSync(this.#fd).nlink === 0;
  }

  /** Makes a removed file again; `write` fills it. Throws when that is not possible. */
  remake(): void {
    const fd = openFile(this.#path);
    closeSync(this.#fd);
    this.#fd = fd;
  }

  close(): void {
    closeSync(this.#fd);
  }
}

function openFile(path: string): number {
  const fd = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  const { size } = fstatSync(fd);
  // Zeroes, not a hole: what is written later must need no further block.
  if (size < FILE_BYTES) writeSync(fd, Buffer.alloc(FILE_BYTES - size), 0, FILE_BYTES - size, size);
  return fd;
}

function readSlot(fd: number, at: number): { serial: number; state: SequenceState } | undefined {
  const slot = Buffer.alloc(SLOT_BYTES);
  if (readSync(fd, slot, 0, SLOT_BYTES, at) !== SLOT_BYTES) return undefined;
  if (slot.readUInt32LE(0) !== MAGIC) return undefined;
  const sum = crc32(slot.subarray(0, SLOT_BYTES - 4));
  if (slot.readUInt32LE(SLOT_BYTES - 4) !== sum) return undefined;
  return {
    serial: slot.readUInt32LE(4),
    state: {
      epoch: slot.readUInt32LE(8),
      drained: slot.readUInt32LE(12) === 1,
      failed: slot.readDoubleLE(16),
      succeeded: slot.readDoubleLE(24),
      flushedMs: slot.readDoubleLE(32),
    },
  };
}
