import {
  type Context,
  context,
  createContextKey,
  INVALID_SPAN_CONTEXT,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { CallParts } from './call-fingerprint.ts';
import { ChainedContext } from './chained-context.ts';
import { hrTimeOf, type RequestClock } from './clock.ts';
import { describeException } from './exception.ts';
import type { RequestEvent } from './request-event.ts';
import { endRequestSpan } from './request-span.ts';
import type { RequestTelemetry } from './request-telemetry.ts';

const KEY = createContextKey('request-desk.request');

/** The public request that the running code works for, if any. */
export function activeRequest(): RequestTelemetry | undefined {
  return context.active().getValue(KEY) as RequestTelemetry | undefined;
}

/** One public request from its first hook to its event. */
export class ActiveRequest implements RequestTelemetry {
  readonly event: RequestEvent;
  readonly span: Span;
  /** In which the request's own code and log lines run. */
  readonly context: Context;
  /** Set when an exception of this request has been logged, so that it is not logged twice. */
  exceptionLogged = false;
  /** True when no route matched. */
  routeUnknown = false;
  /** What was thrown and is not known to be foreseen; only the status of the answer tells. */
  thrown: { readonly error: unknown } | undefined;
  /** Why the stream of the answer failed: only then is a broken answer our fault. */
  brokenBy: { readonly error: unknown } | undefined;
  /** For its fingerprints; never recorded. */
  call: CallParts | undefined;
  readonly #clock: RequestClock;
  readonly #startMs: number;
  readonly #tracer: Tracer;
  #readyMs: number | undefined;
  #finished = false;

  constructor(event: RequestEvent, span: Span, tracer: Tracer, clock: RequestClock, start: number) {
    this.event = event;
    this.span = span;
    this.#tracer = tracer;
    this.#clock = clock;
    this.#startMs = start;
    this.context = trace.setSpan(new ChainedContext(ROOT_CONTEXT, KEY, this), span);
  }

  get requestId(): string {
    return this.event.requestId;
  }

  get traceId(): string {
    return this.event.traceId;
  }

  /** True once the answer's head is written: its status can no longer change. */
  get answered(): boolean {
    return this.#readyMs !== undefined;
  }

  async child<T>(name: string, work: () => Promise<T> | T): Promise<T> {
    const active = context.active();
    const parent = active.getValue(KEY) === this ? active : this.context;
    const span = startChild(this.#tracer, name, this.#clock.read(), parent);
    try {
      return await context.with(trace.setSpan(parent, span), work);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: describeException(error).type });
      throw error;
    } finally {
      span.end(hrTimeOf(this.#clock.read()));
    }
  }

  now(): number {
    return this.#clock.read();
  }

  /** Notes that the answer is ready to leave with this status. */
  ready(status: number): void {
    if (this.#readyMs !== undefined) return;
    this.#readyMs = this.#clock.read();
    this.event.status = status;
    this.event.durationMs = this.#readyMs - this.#startMs;
  }

  /** Ends the request once: later calls return undefined. Returns when its answer was ready. */
  finish(): number | undefined {
    if (this.#finished) return undefined;
    this.#finished = true;
    const readyMs = this.#readyMs ?? this.#clock.read();
    endRequestSpan(this.span, this.event, readyMs);
    return readyMs;
  }
}

/** A broken tracer must not break the request: then the work runs in the request's own span. */
function startChild(tracer: Tracer, name: string, atMs: number, parent: Context): Span {
  try {
    return tracer.startSpan(name, { startTime: hrTimeOf(atMs) }, parent);
  } catch {
    return trace.wrapSpanContext(trace.getSpanContext(parent) ?? INVALID_SPAN_CONTEXT);
  }
}
