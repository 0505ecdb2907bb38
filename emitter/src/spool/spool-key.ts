import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

const KEY_BYTES = 32;
/** Bytes of HMAC-SHA-256 that a frame carries. */
export const MAC_BYTES = 16;

/** Makes the codes that distinguish our frames from what a sender wrote into a body. */
export interface SegmentSeal {
  /** The code of the frame at `offset` of the segment, whose body has this length and checksum. */
  mac(offset: number, length: number, checksum: number): Buffer;
}

/**
 * The secret of one spool directory, in its file `key`: a program without it writes no frame that
 * counts. A lost one is replaced; what it had sealed is then set aside as damaged, and not deleted.
 */
export class SpoolKey {
  readonly #directory: string;
  readonly #key: Buffer;
  /** True where there was none: nothing sealed before can be read. */
  readonly minted: boolean;

  /** Reads the key of `directory`, or mints one, which `keep` writes. */
  constructor(directory: string) {
    this.#directory = directory;
    const found = existsSync(this.#path) ? readFileSync(this.#path) : undefined;
    this.minted = found?.length !== KEY_BYTES;
    // A person may still know what became of it.
    if (found && this.minted) renameSync(this.#path, `${this.#path}.damaged`);
    this.#key = found && !this.minted ? found : randomBytes(KEY_BYTES);
  }

  /** The key of `directory`, on disk. Throws what the disk says. */
  static kept(directory: string): SpoolKey {
    const key = new SpoolKey(directory);
    key.keep();
    return key;
  }

  get #path(): string {
    return join(this.#directory, 'key');
  }

  /** Sees to it that the key is on disk before anything that it seals. Throws what the disk says. */
  keep(): void {
    if (existsSync(this.#path)) return;
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    const file = openSync(`${this.#path}.part`, 'w', 0o600);
    try {
      writeSync(file, this.#key);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${this.#path}.part`, this.#path);
    const directory = openSync(this.#directory, 'r');
    fsyncSync(directory);
    closeSync(directory);
  }

  /** The seal of the segment of this name in a stream. */
  sealOf(stream: string, name: string): SegmentSeal {
    const label = Buffer.from(`${stream}/${name}/`);
    const message = Buffer.concat([label, Buffer.alloc(12)]);
    // Bytes as a key cost six times as much, each time.
    const key = createSecretKey(this.#key);
    return {
      mac: (offset, length, checksum) => {
        message.writeUInt32LE(offset, label.length);
        message.writeUInt32LE(length, label.length + 4);
        message.writeUInt32LE(checksum, label.length + 8);
        return createHmac('sha256', key).update(message).digest().subarray(0, MAC_BYTES);
      },
    };
  }
}
