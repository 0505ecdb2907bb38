import { randomFillSync } from 'node:crypto';
import type { IdGenerator } from '@opentelemetry/sdk-trace';
import { type RequestId, traceIdOf } from '@request-desk/shared/ids';

const POOL_BYTES = 8192;
const pool = Buffer.allocUnsafe(POOL_BYTES);
let used = POOL_BYTES;

/** 16 random hex digits, never all zero. */
function random64(): string {
  if (used === POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  const digits = pool.toString('hex', used, used + 8);
  used += 8;
  return digits === '0000000000000000' ? random64() : digits;
}

/** A new request id and the trace id that follows from it; needs nothing of OpenTelemetry. */
export function mintRequestId(): { requestId: RequestId; traceId: string } {
  const requestId: RequestId = `req_${random64()}`;
  return { requestId, traceId: traceIdOf(requestId) };
}

/** Trace ids that carry a request id. One minted already is handed over right before startSpan. */
export class RequestIdGenerator implements IdGenerator {
  #handedOver: string | undefined;

  /** The next trace that starts gets this id. */
  handOver(traceId: string): void {
    this.#handedOver = traceId;
  }

  generateTraceId(): string {
    const traceId = this.#handedOver ?? mintRequestId().traceId;
    this.#handedOver = undefined;
    return traceId;
  }

  generateSpanId(): string {
    return random64();
  }
}
