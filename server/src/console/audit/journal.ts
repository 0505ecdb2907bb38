import {
  closeSync,
  copyFileSync,
  fdatasync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32c } from '@request-desk/shared/crc32c';

const sync = promisify(fdatasync);
const MAX_BYTES = 64 * 2 ** 20;

/** The journal holds as much as it may, or its disk refuses. */
class JournalFull extends Error {}

/**
 * Lines on this disk until they are stored elsewhere: each stands there when `append` resolves, whatever
 * befalls the process. A line cut short by a crash was never promised, and is left out.
 */
export class Journal {
  readonly #fd: number;
  #bytes: number;
  /** A write was cut short: what follows begins a new line. */
  #torn = false;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  private constructor(fd: number, bytes: number) {
    this.#fd = fd;
    this.#bytes = bytes;
  }

  /** Opens the one in `directory`, with the lines that are left in it. Throws where it cannot be made. */
  static open(directory: string): {
    journal: Journal;
    lines: string[];
    damaged: string | undefined;
  } {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const path = join(directory, 'pending.log');
    const fd = openSync(path, 'a+', 0o600);
    const text = readFileSync(path, 'utf8');
    const { lines, faulty } = readLines(text);
    // The last line may be cut short by a crash; any other was promised.
    const damaged = faulty ? `${path}.damaged-${Date.now()}` : undefined;
    if (damaged !== undefined) copyFileSync(path, damaged);
    const whole = Buffer.byteLength(text.slice(0, text.lastIndexOf('\n') + 1));
    ftruncateSync(fd, whole);
    return { journal: new Journal(fd, whole), lines, damaged };
  }

  /** Resolves when the line is on the disk. Rejects with JournalFull when it cannot be. */
  append(line: string): Promise<void> {
    const bytes = Buffer.from(`${this.#torn ? '\n' : ''}${framed(line)}\n`);
    if (this.#bytes + bytes.length > MAX_BYTES)
      return Promise.reject(new JournalFull('the audit journal is full'));
    try {
      const written = writeSync(this.#fd, bytes);
      this.#bytes += written;
      this.#torn = written < bytes.length;
      if (this.#torn) throw new Error('a write was cut short');
    } catch (cause) {
      this.#torn = true;
      return Promise.reject(new JournalFull('the audit journal cannot be written', { cause }));
    }
    return this.#synced();
  }

  /** Everything that was appended is stored elsewhere. */
  clear(): void {
    if (this.#bytes === 0) return;
    ftruncateSync(this.#fd, 0);
    this.#bytes = 0;
    this.#torn = false;
  }

  async close(): Promise<void> {
    await this.#next?.catch(() => undefined);
    await this.#running?.catch(() => undefined);
    closeSync(this.#fd);
  }

  /** One sync at a time, and the next for all that were written meanwhile. */
  #synced(): Promise<void> {
    this.#next ??= (this.#running ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        const running = sync(this.#fd);
        this.#running = running;
        return running;
      });
    return this.#next;
  }
}

function framed(line: string): string {
  return `${crc32c(Buffer.from(line)).toString(16).padStart(8, '0')} ${line}`;
}

function readLines(text: string): { lines: string[]; faulty: boolean } {
  const whole = text.split('\n');
  const lines: string[] = [];
  let faulty = false;
  for (const [n, one] of whole.entries()) {
    const line = one.slice(9);
    if (one !== '' && framed(line) === one) lines.push(line);
    else if (one !== '' && n < whole.length - 1) faulty = true;
  }
  return { lines, faulty };
}
