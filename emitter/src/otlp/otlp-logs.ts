import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { numbersOf } from '@request-desk/shared/otlp-messages';
import { writeAnyValue, writeAttributes } from './otlp-attributes.ts';
import type { ProtobufWriter } from './protobuf.ts';

/** Numbers of the fields of a LogRecord. */
export const LOG_FIELDS = numbersOf('LogRecord');
// Constants of the module, as in otlp-spans.ts.
const {
  timeUnixNano: TIME,
  severityNumber: SEVERITY_NUMBER,
  severityText: SEVERITY_TEXT,
  body: BODY,
  flags: FLAGS,
  traceId: TRACE_ID,
  spanId: SPAN_ID,
  observedTimeUnixNano: OBSERVED_TIME,
  eventName: EVENT_NAME,
} = LOG_FIELDS;
export const { logRecords: LOG_RECORDS } = numbersOf('ScopeLogs');
/** Of a LogRecord; it is not stored, so the receiver does not know it. */
const DROPPED_ATTRIBUTES_COUNT = 7;

/** `attributes` of a LogRecord. */
export const LOG_ATTRIBUTES = LOG_FIELDS.attributes;

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
  w.message(LOG_RECORDS, () => {
    w.nanoseconds(TIME, hrTime[0], hrTime[1]);
    if (severityNumber !== undefined) w.varint(SEVERITY_NUMBER, severityNumber);
    if (severityText !== undefined) w.string(SEVERITY_TEXT, severityText);
    if (body !== undefined) w.message(BODY, () => writeAnyValue(w, body));
    writeAttributes(w, LOG_ATTRIBUTES, record.attributes);
    stamp?.(w);
    if (record.droppedAttributesCount > 0)
      w.varint(DROPPED_ATTRIBUTES_COUNT, record.droppedAttributesCount);
    if (spanContext !== undefined) {
      w.fixed32(FLAGS, spanContext.traceFlags);
      w.hex(TRACE_ID, spanContext.traceId);
      w.hex(SPAN_ID, spanContext.spanId);
    }
    w.nanoseconds(OBSERVED_TIME, hrTimeObserved[0], hrTimeObserved[1]);
    if (record.eventName !== undefined) w.string(EVENT_NAME, record.eventName);
  });
}
