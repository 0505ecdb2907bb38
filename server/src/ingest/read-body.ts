import type { IncomingMessage } from 'node:http';
import { malformed, tooLarge } from './refusal.ts';

const POOLED_BYTES = 2 ** 20;
const POOL = 8;

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

/** Reads a body of at most `limit` bytes. Rejects with Refusal, or when the sender goes away. */
export function readBody(
  message: IncomingMessage,
  limit: number,
  pool: BodyPool,
): Promise<Received> {
  const announced = Number(message.headers['content-length'] ?? POOLED_BYTES);
  if (announced > limit) throw tooLarge(`the body is larger than ${limit} bytes`);
  let buffer = announced <= POOLED_BYTES ? pool.take() : Buffer.allocUnsafeSlow(announced);
  let length = 0;
  const release = () => pool.give(buffer);
  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      if (length + chunk.length > limit)
        return end(tooLarge(`the body is larger than ${limit} bytes`));
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
      end(whole ? undefined : malformed('the body is not as long as Content-Length says'));
    };
    const onClose = () => end(malformed('the body was cut off'));
    const end = (error?: Error) => {
      message.off('data', onData).off('end', onEnd).off('error', end).off('close', onClose);
      if (error === undefined) return resolve({ bytes: buffer.subarray(0, length), release });
      release();
      reject(error);
    };
    message.on('data', onData).once('end', onEnd).once('error', end).once('close', onClose);
  });
}
