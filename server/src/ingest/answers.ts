import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';

export type Encoding = 'protobuf' | 'json';

export const CONTENT_TYPE = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
} as const satisfies Record<Encoding, string>;

/** gRPC's status codes (google.rpc.Code) that the receiver answers with. */
export const GRPC = {
  invalidArgument: 3,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** What OTLP carries here. */
export const SIGNALS = ['traces', 'logs', 'metrics'] as const;
export type Signal = (typeof SIGNALS)[number];

/** Records of an accepted request that were refused all the same; never to be sent again. */
export interface Rejection {
  readonly signal: Signal;
  readonly count: number;
  readonly message: string;
}

const REJECTED = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
} as const satisfies Record<Signal, string>;

/** The ExportServiceResponse of a signal; without a rejection it is empty. */
export function exportResponse(encoding: Encoding, rejection?: Rejection): Buffer {
  if (rejection === undefined) return Buffer.from(encoding === 'json' ? '{}' : '');
  const { signal, count, message } = rejection;
  if (encoding === 'json') {
    const partialSuccess = { [REJECTED[signal]]: String(count), errorMessage: message };
    return Buffer.from(JSON.stringify({ partialSuccess }));
  }
  const writer = new ProtobufWriter();
  writer.message(1, (partial) => partial.int64(1, count).string(2, message));
  return Buffer.from(writer.finish());
}

/** A google.rpc.Status, the body of every refusal. */
export function statusBody(encoding: Encoding, code: number, message: string): Buffer {
  if (encoding === 'json') return Buffer.from(JSON.stringify({ code, message }));
  return Buffer.from(new ProtobufWriter().varint(1, code).string(2, message).finish());
}
