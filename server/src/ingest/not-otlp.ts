import type { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { GRPC, SIGNALS } from './answers.ts';
import { IngestError } from './ingest-error.ts';

const PATHS = SIGNALS.map((signal) => `/v1/${signal}`);
const GRPC_HINT =
  'this is OTLP over HTTP, and gRPC is not spoken here: set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf';

/** For addresses that the OTLP listener does not have; says which there are. */
export function noSuchAddress({ method, url, headers }: FastifyRequest): IngestError {
  if (headers['content-type']?.startsWith('application/grpc'))
    return new IngestError(415, GRPC.unimplemented, GRPC_HINT);
  const [path = ''] = url.split('?', 1);
  const isKnown = PATHS.includes(path);
  const paths = PATHS.map((one) => `POST ${one}`).join(', ');
  return isKnown
    ? new IngestError(405, GRPC.unimplemented, `${method} is not taken here: send by POST`)
    : new IngestError(
        404,
        GRPC.unimplemented,
        `there is no such address: OTLP is taken by ${paths}`,
      );
}

/** Node's error for a client that speaks HTTP/2, which gRPC does. */
const HTTP_2 = 'HPE_PAUSED_H2_UPGRADE';

/** For `clientErrorHandler`: answers a client that speaks no HTTP/1.1, or malformed HTTP, with what is expected. */
export function answerOtherProtocols(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const isTwo = error.code === HTTP_2;
  const [status, text] = isTwo
    ? ['505 HTTP Version Not Supported', GRPC_HINT]
    : ['400 Bad Request', 'this is not HTTP/1.1'];
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(text) + 1}\r\n\r\n${text}\n`,
  );
}
