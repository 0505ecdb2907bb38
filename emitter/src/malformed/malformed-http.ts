import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CallerFacts } from '../request/caller-facts.ts';
import { CLIENT_REQUEST_ID, clientRequestIdIn, onlyHeader } from '../request/client-request-id.ts';
import type { Malformed } from '../request/malformed.ts';
import { messageIn, rawHeadersIn } from './broken-message.ts';
import { linger } from './lingering-close.ts';
import type { ParserFault, Refusal } from './refusals.ts';

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
  readonly refusalOf: (fault: ParserFault) => Refusal;
  /** Whose call it is; never rejects. */
  readonly callerOf: (rawHeaders: readonly string[]) => Promise<CallerFacts>;
  /** The request that arrived last on a connection, whether it was answered or not. */
  readonly lastOn: (
    socket: Socket,
  ) => { readonly request: FastifyRequest; readonly reply: FastifyReply } | undefined;
  readonly answer: (refusal: Refusal, requestId: string) => BytesAnswer;
  /** What a request is answered with whose body broke. */
  readonly errorOf: (refusal: Refusal) => Error;
}

/** Answers bytes that never became a request, or the request whose body they broke. */
export class MalformedHttp {
  readonly #options: MalformedHttpOptions;
  readonly #answered = new WeakSet<Socket>();

  constructor(options: MalformedHttpOptions) {
    this.#options = options;
  }

  /** For `clientError`: never throws, answers a connection once, then closes it. */
  onClientError(error: Error, socket: Socket): void {
    const { refusalOf, lastOn } = this.#options;
    const { code, reason, rawPacket, bytesParsed = 0 } = error as ParserError;
    if (this.#answered.has(socket)) return;
    if (code === 'ECONNRESET' || !socket.writable || socket.bytesRead === 0) {
      socket.destroy();
      return;
    }
    this.#answered.add(socket);
    const bytes = rawPacket && messageIn(rawPacket, bytesParsed);
    const refusal = refusalOf({ code, reason, bytes });
    const last = lastOn(socket);
    if (last === undefined) {
      void this.#answerBytes(socket, refusal, bytes);
    } else if (last.request.raw.complete) {
      // The bytes came after a whole request, which gets its own answer first.
      afterAnswer(last.reply.raw, () => void this.#answerBytes(socket, refusal, bytes));
    } else {
      void this.#breakOff(socket, last, refusal);
    }
  }

  /** Node would drop a CONNECT without a word. */
  attach(server: Server): void {
    server.on('connect', (request: IncomingMessage, socket: Socket) => {
      socket.on('error', () => socket.destroy());
      const message = 'CONNECT is not supported: this server is an API and no proxy.';
      void this.#answerBytes(socket, { kind: 'http_malformed', message }, undefined, request);
    });
  }

  async #breakOff(
    socket: Socket,
    { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
    refusal: Refusal,
  ): Promise<void> {
    const { callerOf, errorOf } = this.#options;
    afterAnswer(reply.raw, () => linger(socket, request.raw));
    if (reply.sent || reply.raw.headersSent) return;
    const caller = await callerOf(request.raw.rawHeaders);
    if (reply.sent || reply.raw.headersSent) return;
    Object.assign(request.telemetry.event, caller);
    reply.header('connection', 'close').send(errorOf(refusal));
  }

  async #answerBytes(
    socket: Socket,
    refusal: Refusal,
    bytesHint?: Buffer,
    request?: IncomingMessage,
  ): Promise<void> {
    if (!socket.writable) return;
    const { callerOf, emit } = this.#options;
    const rawHeaders = request?.rawHeaders ?? (bytesHint ? rawHeadersIn(bytesHint) : []);
    const caller = await callerOf(rawHeaders);
    const clientRequestId = clientRequestIdIn(rawHeaders);
    const requestId = emit({
      ...refusal,
      remoteAddress: socket.remoteAddress,
      bytesHint,
      caller,
      clientRequestId,
      traceparent: onlyHeader(rawHeaders, 'traceparent'),
      ...(request ? { method: request.method, path: request.url } : {}),
    });
    const { headers: own, body } = this.#options.answer(refusal, requestId);
    const headers = {
      ...own,
      'x-request-id': requestId,
      ...(clientRequestId === undefined ? {} : { [CLIENT_REQUEST_ID]: clientRequestId }),
      date: new Date().toUTCString(),
      'content-length': Buffer.byteLength(body),
      connection: 'close',
    };
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const bodiless = bytesHint?.toString('latin1', 0, 5) === 'HEAD ';
    socket.write(
      `HTTP/1.1 400 ${STATUS_CODES[400]}\r\n${head.join('')}\r\n${bodiless ? '' : body}`,
    );
    linger(socket);
  }
}

/** What Node's parser adds to its errors. */
interface ParserError extends Error {
  readonly code?: string;
  readonly reason?: string;
  readonly rawPacket?: Buffer;
  readonly bytesParsed?: number;
}

function afterAnswer(response: ServerResponse, then: () => void): void {
  if (response.closed || response.writableFinished) then();
  else response.once('close', then);
}
