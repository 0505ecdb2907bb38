import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Malformed } from '../request/malformed.ts';
import type { Refusal } from './refusals.ts';

/** An answer to bytes: `headers` beside the id, the date and the length. */
export interface BytesAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An API's own answers to what never becomes one of its requests; their status is 400. */
export interface MalformedAnswers {
  /**
   * What to say to bytes that Node's parser, or a URL that Fastify's router refused with `code`;
   * undefined: the usual words.
   */
  refusalOf?(code: string | undefined, bytes: Buffer | undefined): Refusal | undefined;
  answer(refusal: Refusal, requestId: string): BytesAnswer;
}

export interface MalformedHttpOptions {
  /** Mints the id and stores the event. */
  readonly emit: (malformed: Malformed) => string;
  readonly refusalOf: (code: string | undefined, bytes: Buffer | undefined) => Refusal;
  /** The request that arrived last on a connection, whether it was answered or not. */
  readonly lastOn: (
    socket: Socket,
  ) => { readonly request: FastifyRequest; readonly reply: FastifyReply } | undefined;
  readonly answer: (refusal: Refusal, requestId: string) => BytesAnswer;
  /** What a request is answered with whose body broke. */
  readonly errorOf: (refusal: Refusal) => Error;
}

/** Time for the answer to leave before the connection is cut. */
const LINGER_MS = 1_000;

/** Answers bytes that never became a request, or the request whose body they broke. */
export class MalformedHttp {
  readonly #options: MalformedHttpOptions;
  readonly #answered = new WeakSet<Socket>();

  constructor(options: MalformedHttpOptions) {
    this.#options = options;
  }

  /** For `clientError`: never throws, answers a connection once, then closes it. */
  onClientError(error: Error, socket: Socket): void {
    const { refusalOf, lastOn, errorOf } = this.#options;
    const { code, rawPacket } = error as { code?: string; rawPacket?: Buffer };
    if (this.#answered.has(socket)) return;
    if (code === 'ECONNRESET' || !socket.writable || socket.bytesRead === 0) {
      socket.destroy();
      return;
    }
    this.#answered.add(socket);
    const refusal = refusalOf(code, rawPacket);
    const last = lastOn(socket);
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
      reply.header('connection', 'close').send(errorOf(refusal));
    }
  }

  /** Node would drop a CONNECT without a word, and refuse an unknown expectation without an id. */
  attach(server: Server): void {
    server.on('connect', (request: IncomingMessage, socket: Socket) => {
      socket.on('error', () => socket.destroy());
      const message = 'CONNECT is not supported: this server is an API and no proxy.';
      this.#answerBytes(socket, { kind: 'http_malformed', message }, undefined, request);
    });
    server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
      // One that nobody knows may be ignored (RFC 9110, 10.1.1); the API sees the header.
      server.emit('request', request, response);
    });
  }

  #answerBytes(
    socket: Socket,
    refusal: Refusal,
    bytesHint?: Buffer,
    request?: IncomingMessage,
  ): void {
    if (!socket.writable) return;
    const requestId = this.#options.emit({
      ...refusal,
      remoteAddress: socket.remoteAddress,
      bytesHint,
      ...(request ? { method: request.method, path: request.url } : {}),
    });
    const { headers: own, body } = this.#options.answer(refusal, requestId);
    const headers = {
      ...own,
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
