import {
  type Context,
  INVALID_SPAN_CONTEXT,
  type Span,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { ChainedContext } from './chained-context.ts';
import { hrTimeOf } from './clock.ts';
import { describeException } from './exception.ts';

const SPAN_KEY = keyOfSpans();

/**
 * A part of a request's work, and the context in which it runs. Most requests succeed and keep no
 * child spans, so its span is made only when somebody asks for it (a log line, a span within it) or
 * when the request's outcome keeps it; with the times that it had.
 */
export class ChildSpan implements Context {
  readonly #tracer: Tracer;
  readonly #name: string;
  readonly #startMs: number;
  readonly #parent: Context;
  #span: Span | undefined;
  #endMs: number | undefined;
  /** The type of the exception that ended it. */
  #failure: string | undefined;

  /** `startMs` in milliseconds since 1970; `parent` holds the span that this one belongs to. */
  constructor(tracer: Tracer, name: string, startMs: number, parent: Context) {
    this.#tracer = tracer;
    this.#name = name;
    this.#startMs = startMs;
    this.#parent = parent;
  }

  getValue(key: symbol): unknown {
    return key === SPAN_KEY ? this.span() : this.#parent.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return new ChainedContext(this, key, value);
  }

  deleteValue(key: symbol): Context {
    return new ChainedContext(this, key, undefined);
  }

  /** Its span, ended if the work has ended. A broken tracer costs this span and nothing else. */
  span(): Span {
    if (this.#span === undefined) {
      this.#span = this.#start();
      if (this.#endMs !== undefined) this.#endSpan(this.#span, this.#endMs);
    }
    return this.#span;
  }

  fail(error: unknown): void {
    this.#failure = describeException(error).type;
  }

  /** Ends it once, at `endMs` in milliseconds since 1970. */
  end(endMs: number): void {
    this.#endMs = endMs;
    if (this.#span) this.#endSpan(this.#span, endMs);
  }

  #start(): Span {
    try {
      const startTime = hrTimeOf(this.#startMs);
      return this.#tracer.startSpan(this.#name, { startTime }, this.#parent);
    } catch {
      // The work counts as its parent's own.
      return trace.wrapSpanContext(trace.getSpanContext(this.#parent) ?? INVALID_SPAN_CONTEXT);
    }
  }

  #endSpan(span: Span, endMs: number): void {
    if (this.#failure !== undefined) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: this.#failure });
    }
    span.end(hrTimeOf(endMs));
  }
}

/** The key by which OpenTelemetry's API asks a context for its span; the API does not export it. */
function keyOfSpans(): symbol | undefined {
  let asked: symbol | undefined;
  const listener: Context = {
    getValue: (key) => {
      asked = key;
      return undefined;
    },
    setValue: () => listener,
    deleteValue: () => listener,
  };
  trace.getSpan(listener);
  return asked;
}
