import { INVALID_SPAN_CONTEXT, type Span, trace } from '@opentelemetry/api';
import type { RequestEvent } from './request-event.ts';
import type { RequestTelemetry } from './request-telemetry.ts';

/** A request to a path that is ignored: what is noted on its event goes nowhere. */
export class IgnoredRequest implements RequestTelemetry {
  readonly event: RequestEvent;
  readonly span: Span = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);

  constructor(method: string) {
    const ids = { requestId: '', traceId: INVALID_SPAN_CONTEXT.traceId };
    this.event = { ...ids, method, path: '', route: '', status: 0, durationMs: 0 };
  }

  get requestId(): string {
    return this.event.requestId;
  }

  get traceId(): string {
    return this.event.traceId;
  }

  now(): number {
    return Date.now();
  }

  async child<T>(_name: string, work: () => Promise<T> | T): Promise<T> {
    return await work();
  }
}
