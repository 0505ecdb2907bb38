import type { SpanContext } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { writeAttributes } from './otlp-attributes.ts';
import type { ProtobufWriter } from './protobuf.ts';

/** Writes one Span (opentelemetry-proto trace.proto) as `spans` of a ScopeSpans. */
export function writeSpan(w: ProtobufWriter, span: ReadableSpan): void {
  w.message(2, () => {
    writeContext(w, span.spanContext());
    if (span.parentSpanContext) w.hex(4, span.parentSpanContext.spanId);
    w.string(5, span.name);
    w.varint(6, span.kind + 1); // the API counts kinds from 0, the protocol from 1
    w.nanoseconds(7, span.startTime[0], span.startTime[1]);
    w.nanoseconds(8, span.endTime[0], span.endTime[1]);
    writeAttributes(w, 9, span.attributes);
    for (const event of span.events) {
      w.message(11, () => {
        w.nanoseconds(1, event.time[0], event.time[1]);
        w.string(2, event.name);
        writeAttributes(w, 3, event.attributes ?? {});
      });
    }
    for (const link of span.links) {
      w.message(13, () => {
        writeContext(w, link.context);
        writeAttributes(w, 4, link.attributes ?? {});
      });
    }
    if (span.status.code !== 0) {
      w.message(15, () => {
        if (span.status.message) w.string(2, span.status.message);
        w.varint(3, span.status.code);
      });
    }
  });
}

function writeContext(w: ProtobufWriter, context: SpanContext): void {
  w.hex(1, context.traceId);
  w.hex(2, context.spanId);
  const state = context.traceState?.serialize();
  if (state) w.string(3, state);
}
