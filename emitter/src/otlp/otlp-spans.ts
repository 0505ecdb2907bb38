import type { SpanContext } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { numbersOf } from '@request-desk/shared/otlp-messages';
import { writeAttributes } from './otlp-attributes.ts';
import type { ProtobufWriter } from './protobuf.ts';

// Constants of the module: loads from objects were measured at 4 % of a span.
const { spans: SPANS } = numbersOf('ScopeSpans');
const {
  traceId: TRACE_ID,
  spanId: SPAN_ID,
  traceState: TRACE_STATE,
  parentSpanId: PARENT_SPAN_ID,
  name: NAME,
  kind: KIND,
  startTimeUnixNano: START_TIME,
  endTimeUnixNano: END_TIME,
  attributes: ATTRIBUTES,
  events: EVENTS,
  links: LINKS,
  status: STATUS,
} = numbersOf('Span');
const {
  timeUnixNano: EVENT_TIME,
  name: EVENT_NAME,
  attributes: EVENT_ATTRIBUTES,
} = numbersOf('Event');
const { attributes: LINK_ATTRIBUTES } = numbersOf('Link');
const { message: STATUS_MESSAGE, code: STATUS_CODE } = numbersOf('Status');

/** Writes one Span (opentelemetry-proto trace.proto) as `spans` of a ScopeSpans. */
export function writeSpan(w: ProtobufWriter, span: ReadableSpan): void {
  w.message(SPANS, () => {
    writeContext(w, span.spanContext());
    if (span.parentSpanContext) w.hex(PARENT_SPAN_ID, span.parentSpanContext.spanId);
    w.string(NAME, span.name);
    w.varint(KIND, span.kind + 1); // the API counts kinds from 0, the protocol from 1
    w.nanoseconds(START_TIME, span.startTime[0], span.startTime[1]);
    w.nanoseconds(END_TIME, span.endTime[0], span.endTime[1]);
    writeAttributes(w, ATTRIBUTES, span.attributes);
    for (const event of span.events) {
      w.message(EVENTS, () => {
        w.nanoseconds(EVENT_TIME, event.time[0], event.time[1]);
        w.string(EVENT_NAME, event.name);
        writeAttributes(w, EVENT_ATTRIBUTES, event.attributes ?? {});
      });
    }
    for (const link of span.links) {
      w.message(LINKS, () => {
        writeContext(w, link.context);
        writeAttributes(w, LINK_ATTRIBUTES, link.attributes ?? {});
      });
    }
    if (span.status.code !== 0) {
      w.message(STATUS, () => {
        if (span.status.message) w.string(STATUS_MESSAGE, span.status.message);
        w.varint(STATUS_CODE, span.status.code);
      });
    }
  });
}

/** A Span and a Link have the same numbers for what names a span. */
function writeContext(w: ProtobufWriter, context: SpanContext): void {
  w.hex(TRACE_ID, context.traceId);
  w.hex(SPAN_ID, context.spanId);
  const state = context.traceState?.serialize();
  if (state) w.string(TRACE_STATE, state);
}
