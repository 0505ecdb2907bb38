import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';

/** A value of an attribute; objects become kvlists, arrays arrays, byte arrays bytes. */
export type Value =
  | string
  | boolean
  | number
  | bigint
  | Uint8Array
  | readonly Value[]
  | null
  | Dict;
export interface Dict {
  readonly [key: string]: Value;
}

export interface LogRecord {
  readonly traceId?: string;
  readonly eventName?: string;
  readonly severity?: number;
  readonly body?: Value;
  readonly attributes?: Dict;
  /** Milliseconds since 1970; now by default. */
  readonly at?: number;
}

export interface SpanRecord {
  readonly traceId: string;
  readonly spanId: string;
  readonly name: string;
  readonly attributes?: Dict;
  readonly at?: number;
}

function anyValue(writer: ProtobufWriter, value: Value): void {
  if (typeof value === 'string') writer.string(1, value);
  else if (typeof value === 'boolean') writer.varint(2, value ? 1 : 0);
  else if (typeof value === 'bigint') writer.bigInt64(3, value);
  else if (typeof value === 'number') writer.double(4, value);
  else if (value instanceof Uint8Array) writer.bytes(7, value);
  else if (Array.isArray(value)) {
    writer.message(5, () => {
      for (const item of value) writer.message(1, () => anyValue(writer, item));
    });
  } else if (value !== null) writer.message(6, () => keyValues(writer, 1, value as Dict));
}

function keyValues(writer: ProtobufWriter, field: number, attributes: Dict): void {
  for (const [key, value] of Object.entries(attributes)) {
    writer.message(field, () => writer.string(1, key).message(2, () => anyValue(writer, value)));
  }
}

function time(writer: ProtobufWriter, field: number, at = Date.now()): void {
  writer.fixed64(field, BigInt(Math.round(at)) * 1_000_000n);
}

function request(
  service: string,
  items: (writer: ProtobufWriter) => void,
  resource: Dict = {},
): Uint8Array {
  const writer = new ProtobufWriter();
  writer.message(1, () => {
    writer.message(1, () => keyValues(writer, 1, { ...resource, 'service.name': service }));
    writer.message(2, () => items(writer));
  });
  return writer.finish();
}

/** An ExportLogsServiceRequest, written as OpenTelemetry's exporters write it. */
export function logsBody(
  records: readonly LogRecord[],
  service = 'billing',
  resource: Dict = {},
): Uint8Array {
  return request(
    service,
    (writer) => {
      for (const record of records) {
        writer.message(2, () => {
          time(writer, 1, record.at);
          writer.varint(2, record.severity ?? 9);
          if (record.body !== undefined)
            writer.message(5, () => anyValue(writer, record.body ?? ''));
          keyValues(writer, 6, record.attributes ?? {});
          if (record.traceId) writer.hex(9, record.traceId);
          if (record.eventName) writer.string(12, record.eventName);
        });
      }
    },
    resource,
  );
}

/** An ExportTraceServiceRequest of server spans of one millisecond. */
export function tracesBody(spans: readonly SpanRecord[], service = 'billing'): Uint8Array {
  return request(service, (writer) => {
    for (const span of spans) {
      writer.message(2, () => {
        writer.hex(1, span.traceId).hex(2, span.spanId).string(5, span.name).varint(6, 2);
        time(writer, 7, span.at);
        time(writer, 8, (span.at ?? Date.now()) + 1);
        keyValues(writer, 9, span.attributes ?? {});
      });
    }
  });
}
