import type { IdGenerator } from '@opentelemetry/sdk-trace';
import type { RequestIds } from './request-ids.ts';

/** Trace ids that carry a request id. One minted already is handed over right before startSpan. */
export class RequestIdGenerator implements IdGenerator {
  readonly #ids: RequestIds;
  #handedOver: string | undefined;

  constructor(ids: RequestIds) {
    this.#ids = ids;
  }

  /** The next trace that starts gets this id. */
  handOver(traceId: string): void {
    this.#handedOver = traceId;
  }

  generateTraceId(): string {
    const traceId = this.#handedOver ?? this.#ids.mint().traceId;
    this.#handedOver = undefined;
    return traceId;
  }

  generateSpanId(): string {
    return this.#ids.hex64();
  }
}
