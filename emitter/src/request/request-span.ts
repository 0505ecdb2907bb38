import {
  type Attributes,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { ATTR } from '@request-desk/shared/attributes';
import { hrTimeOf } from './clock.ts';
import type { RequestIdGenerator } from './id-generator.ts';
import type { RequestEvent } from './request-event.ts';

const propagator = new W3CTraceContextPropagator();

interface SpanStart {
  readonly ids: RequestIdGenerator;
  readonly event: RequestEvent;
  readonly startMs: number;
  /** The caller's own span, which becomes a link. */
  readonly caller?: SpanContext | undefined;
}

/** Starts the SERVER span of a request that has its trace id already; never throws. */
export function startRequestSpan(tracer: Tracer, { ids, event, startMs, caller }: SpanStart): Span {
  try {
    ids.handOver(event.traceId);
    return tracer.startSpan(
      event.route ? `${event.method} ${event.route}` : event.method,
      {
        kind: SpanKind.SERVER,
        startTime: hrTimeOf(startMs),
        attributes: startAttributes(event),
        links: caller ? [{ context: caller }] : [],
      },
      ROOT_CONTEXT,
    );
  } catch {
    return deadSpan(event.traceId, ids.generateSpanId());
  }
}

/** Ends the span with what the event says of the answer. */
export function endRequestSpan(span: Span, event: RequestEvent, readyMs: number): void {
  const { orgId, keyPrefix, code, cause, sentryEventId } = event;
  const put = (name: string, value: string | undefined) => {
    if (value !== undefined) span.setAttribute(name, value);
  };
  span.setAttribute(ATTR.status, event.status);
  put(ATTR.orgId, orgId);
  put(ATTR.keyPrefix, keyPrefix);
  put(ATTR.errorCode, code);
  put(ATTR.cause, cause);
  put(ATTR.errorType, code);
  put(ATTR.sentryEventId, sentryEventId);
  // HTTP semantic conventions: a 4xx is the client's fault and leaves a server's span unset.
  if (event.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(hrTimeOf(readyMs));
}

function startAttributes(event: RequestEvent): Attributes {
  const attributes: Attributes = {
    [ATTR.requestId]: event.requestId,
    [ATTR.method]: event.method,
    [ATTR.path]: event.path,
  };
  if (event.route) attributes[ATTR.route] = event.route;
  if (event.clientAddress) attributes[ATTR.clientAddress] = event.clientAddress;
  if (event.userAgent) attributes[ATTR.userAgent] = event.userAgent;
  return attributes;
}

/** The caller's own trace, which becomes a link: it is remembered, and never adopted. */
export function callerContext(traceparent: string): SpanContext | undefined {
  const carrier = { traceparent };
  const getter = {
    get: (from: typeof carrier, key: string) =>
      key === 'traceparent' ? from.traceparent : undefined,
    keys: () => ['traceparent'],
  };
  return trace.getSpanContext(propagator.extract(ROOT_CONTEXT, carrier, getter));
}

/** A span that records nothing but knows its trace, for when OpenTelemetry is broken. */
function deadSpan(traceId: string, spanId: string): Span {
  return trace.wrapSpanContext({ traceId, spanId, traceFlags: TraceFlags.NONE });
}
