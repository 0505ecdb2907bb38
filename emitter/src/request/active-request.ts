import {
  type Context,
  context,
  createContextKey,
  ROOT_CONTEXT,
  type Span,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { CallParts } from './call-fingerprint.ts';
import { ChainedContext } from './chained-context.ts';
import { ChildSpan } from './child-span.ts';
import type { RequestClock } from './clock.ts';
import type { RequestEvent } from './request-event.ts';
import { endRequestSpan } from './request-span.ts';
import type { RequestTelemetry } from './request-telemetry.ts';
import { keepsChildren, MAX_CHILDREN } from './span-processor.ts';

const KEY = createContextKey('request-desk.request');

/** The public request that the running code works for, if any. */
export function activeRequest(): RequestTelemetry | undefined {
  return context.active().getValue(KEY) as RequestTelemetry | undefined;
}

interface StartedRequest {
  readonly event: RequestEvent;
  readonly span: Span;
  readonly tracer: Tracer;
  readonly clock: RequestClock;
  readonly startMs: number;
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
  /** What was thrown and is not known to be foreseen; only the status of the answer shows it. */
  thrown: { readonly error: unknown } | undefined;
  /** Why the stream of the answer failed: only then is a broken answer our fault. */
  brokenBy: { readonly error: unknown } | undefined;
  /** For its fingerprints; never recorded. */
  call: CallParts | undefined;
  readonly #clock: RequestClock;
  readonly #startMs: number;
  readonly #tracer: Tracer;
  /** Begun before the outcome, which decides whether they become spans. */
  readonly #children: ChildSpan[] = [];
  #readyMs: number | undefined;
  #finished = false;
  #keep = false;

  constructor({ event, span, tracer, clock, startMs }: StartedRequest) {
    this.event = event;
    this.span = span;
    this.#tracer = tracer;
    this.#clock = clock;
    this.#startMs = startMs;
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
    const child = new ChildSpan(this.#tracer, name, this.#clock.read(), parent);
    if (this.#keep) child.span();
    else if (!this.#finished && this.#children.length < MAX_CHILDREN) this.#children.push(child);
    try {
      return await context.with(child, work);
    } catch (error) {
      child.fail(error);
      throw error;
    } finally {
      child.end(this.#clock.read());
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
    this.#keep = keepsChildren(this.traceId, this.event.status);
    if (this.#keep) for (const child of this.#children) child.span();
    this.#children.length = 0;
    endRequestSpan(this.span, this.event, readyMs);
    return readyMs;
  }
}
