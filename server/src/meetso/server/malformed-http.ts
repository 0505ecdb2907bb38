import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Telemetry } from '@request-desk/fastify/start-telemetry';
import type { CauseOf } from '@request-desk/shared/causes';
import { ApiError } from '../api-error.ts';
import { envelopeText, errorHeaders } from '../error-answer.ts';
import type { OpenRequests } from './open-requests.ts';

interface Refusal {
  readonly cause: CauseOf<'invalid_request'>;
  readonly message: string;
}

/** What Node's parser reports (llhttp's and its own codes), said to the caller. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    cause: 'header_invalid',
    message: 'URL and headers are larger than 16 KiB together; look for oversized cookies.',
  },
  HPE_INVALID_HEADER_TOKEN: { cause: 'header_invalid', message: 'A header is malformed.' },
  HPE_INVALID_CONTENT_LENGTH: {
    cause: 'header_invalid',
    message: 'The Content-Length header is not a number.',
  },
  HPE_UNEXPECTED_CONTENT_LENGTH: {
    cause: 'header_invalid',
    message: 'Content-Length and Transfer-Encoding cannot be used together.',
  },
  HPE_INVALID_TRANSFER_ENCODING: {
    cause: 'header_invalid',
    message: 'The Transfer-Encoding header is not one that the API knows.',
  },
  HPE_INVALID_URL: { cause: 'url_malformed', message: 'The URL of the request is malformed.' },
  ERR_HTTP_REQUEST_TIMEOUT: {
    cause: 'timeout',
    message: 'The request did not arrive completely in time; send it without pauses.',
  },
};

const MALFORMED: Refusal = {
  cause: 'http_malformed',
  message: 'The bytes on this connection are not a valid HTTP/1.1 request.',
};

const LONG_URL: Refusal = {
  cause: 'url_malformed',
  message: 'The URL is longer than 8192 characters.',
};
const LONG_REQUEST_LINE = /^[A-Z]+ [^\r\n]{8192}/;

function refusalOf(code: string | undefined, bytes: Buffer | undefined): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW' && bytes && LONG_REQUEST_LINE.test(bytes.toString('latin1'))) {
    return LONG_URL;
  }
  return REFUSALS[code ?? ''] ?? MALFORMED;
}

/** Time for the answer to leave before the connection is cut. */
const LINGER_MS = 1_000;

/** Answers bytes that never became a request, or the request whose body they broke. */
export class MalformedHttp {
  readonly #telemetry: Telemetry;
  readonly #open: OpenRequests;
  readonly #answered = new WeakSet<Socket>();

  constructor(telemetry: Telemetry, open: OpenRequests) {
    this.#telemetry = telemetry;
    this.#open = open;
  }

  /** For `clientError`: never throws, answers a connection once, then closes it. */
  onClientError(error: Error, socket: Socket): void {
    const { code, rawPacket } = error as { code?: string; rawPacket?: Buffer };
    if (this.#answered.has(socket)) return;
    if (code === 'ECONNRESET' || !socket.writable || socket.bytesRead === 0) {
      socket.destroy();
      return;
    }
    this.#answered.add(socket);
    const refusal = refusalOf(code, rawPacket);
    const last = this.#open.lastOn(socket);
    if (last === undefined) {
      this.#answerBytes(socket, refusal, rawPacket);
      return;
    }
    const { request, reply } = last;
    if (request.raw.complete) {
      // The bytes came after a whole request, which gets its own answer first.
      afterAnswer(reply.raw, () => this.#answerBytes(socket, refusal, rawPacket));
    } else if (reply.sent || reply.raw.headersSent) {
      afterAnswer(reply.raw, () => socket.destroySoon());
    } else {
      afterAnswer(reply.raw, () => linger(socket));
      reply.header('connection', 'close').send(new ApiError('invalid_request', refusal));
    }
  }

  /** Node would drop a CONNECT without a word, and refuse an unknown expectation without an id. */
  attach(server: Server, refuseExpectation: (request: IncomingMessage) => void): void {
    server.on('connect', (request: IncomingMessage, socket: Socket) => {
      socket.on('error', () => socket.destroy());
      const message = 'CONNECT is not supported: this server is an API and no proxy.';
      this.#answerBytes(socket, { cause: 'http_malformed', message }, undefined, request);
    });
    server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
      refuseExpectation(request);
      server.emit('request', request, response);
    });
  }

  #answerBytes(
    socket: Socket,
    { cause, message }: Refusal,
    bytesHint?: Buffer,
    request?: IncomingMessage,
  ): void {
    if (!socket.writable) return;
    const requestId = this.#telemetry.emitMalformed({
      kind: cause,
      message,
      remoteAddress: socket.remoteAddress,
      bytesHint,
      ...(request ? { method: request.method, path: request.url } : {}),
    });
    const body = envelopeText('invalid_request', message, requestId);
    const headers = {
      ...errorHeaders('invalid_request'),
      'x-request-id': requestId,
      date: new Date().toUTCString(),
      'content-length': Buffer.byteLength(body),
      connection: 'close',
    };
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const bodiless = bytesHint?.toString('latin1', 0, 5) === 'HEAD ';
    socket.end(`HTTP/1.1 400 ${STATUS_CODES[400]}\r\n${head.join('')}\r\n${bodiless ? '' : body}`);
    linger(socket);
  }
}

function afterAnswer(response: ServerResponse, then: () => void): void {
  if (response.closed || response.writableFinished) then();
  else response.once('close', then);
}

/** Reads on for a moment: closing with unread bytes would reset the connection before the answer. */
function linger(socket: Socket): void {
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}
