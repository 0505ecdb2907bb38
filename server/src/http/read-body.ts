import type { IncomingMessage } from 'node:http';

const POOLED_BYTES = 2 ** 20;
const POOL = 8;

/** Why a body was not read: 400 where it was cut off, 413 where it is larger than it may be. */
export class BodyError extends Error {
  readonly statusCode: 400 | 413;
  constructor(statusCode: BodyError['statusCode'], message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/**
 * A received body. Its bytes are the caller's until `release`: nearly all bodies then share a few
 * buffers, which spares the garbage collector half of its work.
 */
export interface Received {
  readonly bytes: Buffer;
  release(): void;
}

/** Buffers of one listener, each used again for the next body. */
export class BodyPool {
  readonly #free: Buffer[] = [];

  /** One of POOLED_BYTES. */
  take(): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(POOLED_BYTES);
  }

  /** Keeps a buffer of POOLED_BYTES for the next body; others are forgotten. */
  give(buffer: Buffer): void {
    if (buffer.length === POOLED_BYTES && this.#free.length < POOL) this.#free.push(buffer);
  }
}

/**
 * `bytes` as memory that may be given to a thread: a large body's own, which is empty here from then on;
 * else a copy.
 */
export function handedOver(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, length } = bytes;
  const whole = buffer instanceof ArrayBuffer && buffer.byteLength === length;
  return whole && length > POOLED_BYTES ? new Uint8Array(buffer) : new Uint8Array(bytes);
}

/**
 * Reads a body of at most `limit` bytes piece by piece, so that no piece of work grows with it. Rejects with
 * BodyError.
 */
export function readBody(
  message: IncomingMessage,
  limit: number,
  pool: BodyPool,
): Promise<Received> {
  const announced = Number(message.headers['content-length'] ?? POOLED_BYTES);
  if (announced > limit) throw new BodyError(413, `the body is larger than ${limit} bytes`);
  let buffer = announced <= POOLED_BYTES ? pool.take() : Buffer.allocUnsafeSlow(announced);
  let length = 0;
  const release = () => pool.give(buffer);
  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      if (length + chunk.length > limit)
        return end(new BodyError(413, `the body is larger than ${limit} bytes`));
      if (length + chunk.length > buffer.length) {
        const larger = Buffer.allocUnsafeSlow(
          Math.min(limit, Math.max(buffer.length * 2, length + chunk.length)),
        );
        buffer.copy(larger, 0, 0, length);
        release();
        buffer = larger;
      }
      buffer.set(chunk, length);
      length += chunk.length;
    };
    const onEnd = () => {
      const whole = message.headers['content-length'] === undefined || length === announced;
      end(whole ? undefined : new BodyError(400, 'the body is not as long as Content-Length says'));
    };
    const onClose = () => end(new BodyError(400, 'the body was cut off'));
    const end = (error?: Error) => {
      message.off('data', onData).off('end', onEnd).off('error', end).off('close', onClose);
      if (error === undefined) return resolve({ bytes: buffer.subarray(0, length), release });
      release();
      reject(error);
    };
    message.on('data', onData).once('end', onEnd).once('error', end).once('close', onClose);
  });
}
