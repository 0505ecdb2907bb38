import { SpanKind } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { ATTR } from '@request-desk/shared/attributes';
import { writeSpan } from '../otlp/otlp-spans.ts';
import type { SpoolBatch } from '../otlp/spool-batch.ts';

/** Of the successes, one in this many keeps its child spans; which ones follows from the id. */
const SUCCESS_SAMPLE = 20;
/** So many child spans of a request at the most. */
export const MAX_CHILDREN = 500;
const MAX_TRACES = 20_000;

interface Trace {
  children: ReadableSpan[];
  /** Children that have started and not ended. */
  open: number;
  /** Decided when the request ends. */
  keep: boolean | undefined;
}

/** Whether a request keeps its child spans: each failure does, and a sample of the successes. */
export function keepsChildren(traceId: string, status: number): boolean {
  return status >= 400 || Number.parseInt(traceId.slice(16, 22), 16) % SUCCESS_SAMPLE === 0;
}

/**
 * Writes every SERVER span. Its child spans wait for the outcome: they are kept for failures and
 * for a small sample of successes. Spans outside a request are written as they end.
 */
export class RequestSpanProcessor implements SpanProcessor {
  readonly #batch: SpoolBatch;
  readonly #traces = new Map<string, Trace>();

  constructor(batch: SpoolBatch) {
    this.#batch = batch;
  }

  onStart(span: Span): void {
    const { traceId } = span.spanContext();
    if (isRequest(span)) this.#open(traceId);
    else {
      const trace = this.#traces.get(traceId);
      if (trace) trace.open++;
    }
  }

  onEnd(span: ReadableSpan): void {
    const { traceId } = span.spanContext();
    const trace = this.#traces.get(traceId);
    if (isRequest(span)) {
      this.#write(span);
      if (trace) this.#decide(traceId, trace, span);
      return;
    }
    if (trace === undefined) {
      this.#write(span);
      return;
    }
    trace.open--;
    if (trace.keep === undefined) {
      if (trace.children.length < MAX_CHILDREN) trace.children.push(span);
      return;
    }
    if (trace.keep) this.#write(span);
    if (trace.open <= 0) this.#traces.delete(traceId);
  }

  async forceFlush(): Promise<void> {
    this.#batch.flush();
  }

  async shutdown(): Promise<void> {
    this.#batch.flush();
  }

  #open(traceId: string): void {
    if (this.#traces.size >= MAX_TRACES) {
      // Only spans that never end get here; the oldest make room.
      for (const oldest of this.#traces.keys()) {
        this.#traces.delete(oldest);
        break;
      }
    }
    this.#traces.set(traceId, { children: [], open: 0, keep: undefined });
  }

  #decide(traceId: string, trace: Trace, root: ReadableSpan): void {
    trace.keep = keepsChildren(traceId, Number(root.attributes[ATTR.status] ?? 500));
    if (trace.keep) for (const child of trace.children) this.#write(child);
    trace.children = [];
    if (trace.open <= 0) this.#traces.delete(traceId);
  }

  #write(span: ReadableSpan): void {
    this.#batch.add(span.instrumentationScope, (writer) => writeSpan(writer, span));
  }
}

function isRequest(span: ReadableSpan): boolean {
  return span.kind === SpanKind.SERVER && span.parentSpanContext === undefined;
}
