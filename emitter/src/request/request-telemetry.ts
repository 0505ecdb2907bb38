import 'fastify';
import type { Span } from '@opentelemetry/api';
import type { RequestEvent } from './request-event.ts';

/** What a public request carries from its first hook to its last. */
export interface RequestTelemetry {
  /** Empty on paths that are ignored. */
  readonly requestId: string;
  readonly traceId: string;
  readonly span: Span;
  /** Filled in by features; emitted once. */
  readonly event: RequestEvent;
  /** Milliseconds since 1970, on the scale of this request's spans. */
  now(): number;
  /**
   * Runs `work` inside a child span (active for what it awaits). Children of successful requests
   * are kept for a small sample only. Rethrows what `work` throws, after marking the span.
   */
  child<T>(name: string, work: () => Promise<T> | T): Promise<T>;
}

declare module 'fastify' {
  interface FastifyRequest {
    telemetry: RequestTelemetry;
  }
}
