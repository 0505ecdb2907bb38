/**
 * The part of opentelemetry-proto that is stored or counted, by JSON name. Everything else in a body is an
 * unknown field: skipped in protobuf, ignored in JSON, as OTLP asks.
 */

/** How a field is written; `id` is bytes that OTLP's JSON spells in hexadecimal, not base64. */
export type Scalar =
  | 'string'
  | 'bytes'
  | 'id'
  | 'bool'
  | 'int32'
  | 'int64'
  | 'fixed32'
  | 'fixed64'
  | 'double';

export type MessageName = keyof typeof MESSAGES;

export interface ScalarField {
  readonly number: number;
  readonly type: Scalar;
  readonly repeated?: never;
}

interface MessageField {
  readonly number: number;
  readonly type: { readonly message: string };
  readonly repeated?: true;
}

export type Field = ScalarField | MessageField;

export function isScalar(field: Field): field is ScalarField {
  return typeof field.type === 'string';
}

const scalar = (number: number, type: Scalar): Field => ({ number, type });
const one = (number: number, message: string): Field => ({ number, type: { message } });
const many = (number: number, message: string): Field => ({
  number,
  type: { message },
  repeated: true,
});

export const MESSAGES = {
  TracesRequest: { resourceSpans: many(1, 'ResourceSpans') },
  ResourceSpans: {
    resource: one(1, 'Resource'),
    scopeSpans: many(2, 'ScopeSpans'),
    schemaUrl: scalar(3, 'string'),
  },
  ScopeSpans: {
    scope: one(1, 'Scope'),
    spans: many(2, 'Span'),
    schemaUrl: scalar(3, 'string'),
  },
  Span: {
    traceId: scalar(1, 'id'),
    spanId: scalar(2, 'id'),
    traceState: scalar(3, 'string'),
    parentSpanId: scalar(4, 'id'),
    name: scalar(5, 'string'),
    kind: scalar(6, 'int32'),
    startTimeUnixNano: scalar(7, 'fixed64'),
    endTimeUnixNano: scalar(8, 'fixed64'),
    attributes: many(9, 'KeyValue'),
    events: many(11, 'Event'),
    links: many(13, 'Link'),
    status: one(15, 'Status'),
  },
  Event: {
    timeUnixNano: scalar(1, 'fixed64'),
    name: scalar(2, 'string'),
    attributes: many(3, 'KeyValue'),
  },
  Link: {
    traceId: scalar(1, 'id'),
    spanId: scalar(2, 'id'),
    traceState: scalar(3, 'string'),
    attributes: many(4, 'KeyValue'),
  },
  Status: { message: scalar(2, 'string'), code: scalar(3, 'int32') },
  LogsRequest: { resourceLogs: many(1, 'ResourceLogs') },
  ResourceLogs: {
    resource: one(1, 'Resource'),
    scopeLogs: many(2, 'ScopeLogs'),
    schemaUrl: scalar(3, 'string'),
  },
  ScopeLogs: {
    scope: one(1, 'Scope'),
    logRecords: many(2, 'LogRecord'),
    schemaUrl: scalar(3, 'string'),
  },
  LogRecord: {
    timeUnixNano: scalar(1, 'fixed64'),
    severityNumber: scalar(2, 'int32'),
    severityText: scalar(3, 'string'),
    body: one(5, 'AnyValue'),
    attributes: many(6, 'KeyValue'),
    flags: scalar(8, 'fixed32'),
    traceId: scalar(9, 'id'),
    spanId: scalar(10, 'id'),
    observedTimeUnixNano: scalar(11, 'fixed64'),
    eventName: scalar(12, 'string'),
  },
  MetricsRequest: { resourceMetrics: many(1, 'ResourceMetrics') },
  ResourceMetrics: { scopeMetrics: many(2, 'ScopeMetrics') },
  ScopeMetrics: { metrics: many(2, 'Metric') },
  // Of metrics only the points are counted.
  Metric: {
    gauge: one(5, 'DataPoints'),
    sum: one(7, 'DataPoints'),
    histogram: one(9, 'DataPoints'),
    exponentialHistogram: one(10, 'DataPoints'),
    summary: one(11, 'DataPoints'),
  },
  DataPoints: { dataPoints: many(1, 'DataPoint') },
  DataPoint: {},
  Resource: { attributes: many(1, 'KeyValue') },
  Scope: {
    name: scalar(1, 'string'),
    version: scalar(2, 'string'),
    attributes: many(3, 'KeyValue'),
  },
  KeyValue: { key: scalar(1, 'string'), value: one(2, 'AnyValue') },
  AnyValue: {
    stringValue: scalar(1, 'string'),
    boolValue: scalar(2, 'bool'),
    intValue: scalar(3, 'int64'),
    doubleValue: scalar(4, 'double'),
    arrayValue: one(5, 'ArrayValue'),
    kvlistValue: one(6, 'KeyValueList'),
    bytesValue: scalar(7, 'bytes'),
  },
  ArrayValue: { values: many(1, 'AnyValue') },
  KeyValueList: { values: many(1, 'KeyValue') },
} as const satisfies Record<string, Record<string, Field>>;

/** The fields of a message by JSON name. */
export function fieldsOf(message: string): Readonly<Record<string, Field>> {
  const fields = Object.hasOwn(MESSAGES, message) ? MESSAGES[message as MessageName] : undefined;
  if (fields === undefined) throw new RangeError(`no OTLP message is called ${message}`);
  return fields;
}

/** The field numbers of a message by JSON name. */
export function numbersOf<M extends MessageName>(
  message: M,
): { readonly [F in keyof (typeof MESSAGES)[M]]: number } {
  const numbers = Object.entries(fieldsOf(message)).map(([name, { number }]) => [name, number]);
  return Object.fromEntries(numbers);
}
