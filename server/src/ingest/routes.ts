import cors, { type FastifyCorsOptions } from '@fastify/cors';
import { ORIGIN_HEADER } from '@request-desk/fastify/spool/sinks/self-loop';
import type { Spool } from '@request-desk/fastify/spool/spool';
import { retryAfter } from '@request-desk/shared/retry';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BodyError, BodyPool, type Received, readBody } from '../http/read-body.ts';
import { accept } from './accept.ts';
import {
  CONTENT_TYPE,
  type Encoding,
  exportResponse,
  GRPC,
  SIGNALS,
  type Signal,
  statusBody,
} from './answers.ts';
import { type IngestTokenLookup, needsToken, type Sender, senderOf } from './credentials.ts';
import { checkHost } from './host-check.ts';
import { inflated } from './inflate.ts';
import { IngestCounts } from './ingest-counts.ts';
import { IngestError, loop, noRoom, overQuota, tooBusy, unsupported } from './ingest-error.ts';
import { ByteBudget, type IngestLimits, LIMITS } from './limits.ts';
import { noSuchAddress } from './not-otlp.ts';
import { openPreparation, type Preparation } from './preparation/preparation.ts';
import { SenderQuotas } from './quota.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before the body is read. */
    sender: Sender;
  }
  interface FastifyContextConfig {
    /** Of the routes that take telemetry. */
    signal?: Signal;
  }
}

export interface IngestOptions {
  readonly spool: Spool;
  readonly tokens: IngestTokenLookup;
  /** What this process calls itself when it sends: its own deliveries are refused. */
  readonly origin?: string;
  /** What each sender without a quota of its own may send, in MiB a minute; undefined: any amount. */
  readonly quotaMib?: number | undefined;
  /** Told what was taken and refused. */
  readonly counts?: IngestCounts;
  /** Pages of these origins may send from browsers. */
  readonly corsOrigins?: readonly string[];
  /** Differences from the default limits. */
  readonly limits?: Partial<IngestLimits>;
  /** Where bodies are checked and rewritten; one of its own by default. */
  readonly preparation?: Preparation;
}

/**
 * OTLP/HTTP (OTLP specification 1.9): `POST /v1/traces`, `/v1/logs` and `/v1/metrics`, protobuf and JSON, gzip.
 * 200 once the body is in the spool; refusals carry a google.rpc.Status in the sender's encoding. Metrics are
 * counted and refused in a partial success.
 */
export async function ingestRoutes(app: FastifyInstance, options: IngestOptions): Promise<void> {
  const limits = { ...LIMITS, ...options.limits };
  const budget = new ByteBudget(limits.inFlightBytes);
  const pool = new BodyPool();
  const { spool, tokens, origin, preparation = openPreparation() } = options;
  const { counts = new IngestCounts(), corsOrigins = [] } = options;
  const quotas = new SenderQuotas();
  /** In MiB a minute; the API's own telemetry has none. */
  const quotaOf = ({ own, mibPerMinute }: Sender) =>
    own ? undefined : (mibPerMinute ?? options.quotaMib);
  if (corsOrigins.length > 0) await app.register(cors, corsOptions(corsOrigins));
  app.decorateRequest('sender');
  app.addHook('onClose', () => preparation.close());

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => {
    readBody(payload, limits.wireBytes, pool).then((received) => done(null, received), done);
  });
  app.setErrorHandler(refuse);
  app.setNotFoundHandler((request) => {
    throw noSuchAddress(request);
  });

  // Before the body is read: what is refused anyway costs no memory.
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) return;
    if (origin !== undefined && request.headers[ORIGIN_HEADER] === origin) throw loop();
    const sender = await senderOf(request.headers.authorization, tokens);
    request.sender = sender;
    if (!sender.own && !needsToken(tokens)) checkHost(request.headers.host);
    encodingOf(request);
    const quota = quotaOf(sender);
    const waitS = quota === undefined ? 0 : quotas.waitS(sender.name, quota);
    if (quota !== undefined && waitS > 0) throw overQuota(sender.name, quota, waitS);
    if (spool.state().backlog_bytes > limits.backlogBytes) throw noRoom();
    const announced = Number(request.headers['content-length'] ?? limits.wireBytes);
    const release = budget.take(Math.min(announced, limits.wireBytes));
    if (release === undefined) throw tooBusy();
    reply.raw.once('close', release);
  });

  app.addHook('onResponse', async (request, { statusCode }) => {
    const { signal } = request.routeOptions.config;
    // A token that is nobody's has no sender.
    const sender: Sender | undefined = request.sender;
    if (signal) counts.request(sender?.name ?? '', signal, statusCode);
  });

  for (const signal of SIGNALS) {
    const route = { bodyLimit: limits.wireBytes, config: { signal } };
    app.post(`/v1/${signal}`, route, async (request, reply) => {
      const encoding = encodingOf(request);
      const { sender } = request;
      const received = request.body as Received | undefined;
      const limit = encoding === 'json' ? limits.jsonBytes : limits.bodyBytes;
      const sent = received?.bytes ?? Buffer.alloc(0);
      const body = await inflated(sent, request.headers['content-encoding'], limit);
      const quota = quotaOf(sender);
      if (quota !== undefined) quotas.spend(sender.name, quota, body.length);
      const parcel = { signal, sender, encoding };
      const { items, rejection } = await accept({ spool, preparation }, parcel, body);
      received?.release();
      const refused = rejection?.count ?? 0;
      if (items > refused) counts.records(sender.name, signal, 'accepted', items - refused);
      if (refused > 0) counts.records(sender.name, signal, 'refused', refused);
      return reply.type(CONTENT_TYPE[encoding]).send(exportResponse(encoding, rejection));
    });
  }
}

/** For browsers of these origins; what their exporters send beside the body. */
function corsOptions(origins: readonly string[]): FastifyCorsOptions {
  return {
    origin: [...origins],
    methods: ['POST'],
    allowedHeaders: [
      'authorization',
      'content-encoding',
      'content-type',
      'traceparent',
      'tracestate',
    ],
    maxAge: 7200,
  };
}

/** The encoding that the Content-Type announces; answers use the same one. */
function encodingOf(request: FastifyRequest): Encoding {
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === CONTENT_TYPE.protobuf) return 'protobuf';
  if (type === CONTENT_TYPE.json) return 'json';
  throw unsupported('Content-Type must be application/x-protobuf or application/json');
}

function refuse(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = error instanceof IngestError ? error : refusalOf(error);
  if (refusal.status >= 500 && refusal.status !== 503) request.log.error({ err: error });
  if (refusal.retryAfterS !== undefined) reply.headers(retryAfter(refusal.retryAfterS));
  if (refusal.status === 401) reply.header('www-authenticate', 'Bearer');
  const protobuf = request.headers['content-type']?.startsWith(CONTENT_TYPE.protobuf);
  const encoding: Encoding = protobuf ? 'protobuf' : 'json';
  return reply
    .code(refusal.status)
    .type(CONTENT_TYPE[encoding])
    .send(statusBody(encoding, refusal.code, refusal.message));
}

/** Fastify's own refusals keep their status and say what they mean; ours stay unnamed. */
function refusalOf(error: FastifyError): IngestError {
  const status = error.statusCode ?? 500;
  if (status === 413) {
    const message = error instanceof BodyError ? error.message : 'the body is too large';
    return new IngestError(413, GRPC.resourceExhausted, message);
  }
  if (status < 500) return new IngestError(status, GRPC.invalidArgument, error.message);
  return new IngestError(500, GRPC.internal, 'the receiver failed');
}
