import { GRPC } from './answers.ts';

/** A request that is not taken: HTTP status, google.rpc code, and when to come again. */
export class IngestError extends Error {
  readonly status: number;
  readonly code: number;
  readonly retryAfterS: number | undefined;

  constructor(status: number, code: number, message: string, retryAfterS?: number) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterS = retryAfterS;
  }
}

/** Answers that the specification lets clients repeat: the same bytes may be taken later. */
export const tooBusy = () =>
  new IngestError(429, GRPC.resourceExhausted, 'too many requests at once; send again', 1);
export const overQuota = (name: string, mibPerMinute: number, retryAfterS: number) =>
  new IngestError(
    429,
    GRPC.resourceExhausted,
    `${name} may send ${mibPerMinute} MiB a minute; send again`,
    retryAfterS,
  );
export const noRoom = () =>
  new IngestError(503, GRPC.unavailable, 'telemetry cannot be stored right now; send again', 5);

export const tooLarge = (message: string) => new IngestError(413, GRPC.resourceExhausted, message);
export const malformed = (message: string) => new IngestError(400, GRPC.invalidArgument, message);
export const unsupported = (message: string) => new IngestError(415, GRPC.unimplemented, message);
export const unauthenticated = () =>
  new IngestError(401, GRPC.unauthenticated, 'send Authorization: Bearer with the ingest token');

/** 508 (RFC 5842): the sender is this very process, by way of a proxy. */
export const loop = () =>
  new IngestError(
    508,
    GRPC.failedPrecondition,
    'this would deliver to itself: OTEL_EXPORTER_OTLP_ENDPOINT leads back to the process that sends',
  );
