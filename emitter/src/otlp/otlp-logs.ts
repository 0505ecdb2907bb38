import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { writeAnyValue, writeAttributes } from './otlp-attributes.ts';
import type { ProtobufWriter } from './protobuf.ts';

/** `attributes` of a LogRecord. */
export const LOG_ATTRIBUTES = 6;

/**
 * Writes one LogRecord (opentelemetry-proto logs.proto) as `log_records` of a ScopeLogs; `stamp`
 * writes further attributes of it.
 */
export function writeLogRecord(
  w: ProtobufWriter,
  record: ReadableLogRecord,
  stamp?: (w: ProtobufWriter) => void,
): void {
  const { hrTime, hrTimeObserved, severityNumber, severityText, body, spanContext } = record;
  w.message(2, () => {
    w.nanoseconds(1, hrTime[0], hrTime[1]);
    if (severityNumber !== undefined) w.varint(2, severityNumber);
    if (severityText !== undefined) w.string(3, severityText);
    if (body !== undefined) w.message(5, () => writeAnyValue(w, body));
    writeAttributes(w, LOG_ATTRIBUTES, record.attributes);
    stamp?.(w);
    if (record.droppedAttributesCount > 0) w.varint(7, record.droppedAttributesCount);
    if (spanContext !== undefined) {
      w.fixed32(8, spanContext.traceFlags);
      w.hex(9, spanContext.traceId);
      w.hex(10, spanContext.spanId);
    }
    w.nanoseconds(11, hrTimeObserved[0], hrTimeObserved[1]);
    if (record.eventName !== undefined) w.string(12, record.eventName);
  });
}
