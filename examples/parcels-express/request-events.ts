/** The event of each answer (docs/event.md), sent by OpenTelemetry's stock SDK: no package of the desk. */
import { randomBytes } from 'node:crypto';
import { context, logs, SeverityNumber, type Span, SpanKind, trace } from '@opentelemetry/api';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { BatchLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { NodeSDK } from '@opentelemetry/sdk-node';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';

/** Nobody waits longer for the desk; then the answer leaves and the event follows it. */
const MOST_WAIT_MS = 500;

/** A known fault, with what its caller reads and what only staff see. */
export class Failure extends Error {
  readonly status: number;
  readonly code: string;
  readonly reason: string;

  constructor(status: number, code: string, reason: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.reason = reason;
  }
}

interface Locals {
  readonly id: string;
  readonly span: Span;
  readonly beganMs: number;
  recorded: boolean;
}

const localsOf = (response: Response) => response.locals as Locals;

/** Where events go is said by `OTEL_*` variables alone. */
export function requestEvents() {
  const records = new BatchLogRecordProcessor({ exporter: new OTLPLogExporter() });
  const sdk = new NodeSDK({ logRecordProcessors: [records] });
  sdk.start();
  const [tracer, logger] = [trace.getTracer('parcels'), logs.getLogger('parcels')];

  const tell = (request: Request, response: Response, status: number, failure?: Failure) => {
    const locals = localsOf(response);
    if (locals.recorded) return;
    locals.recorded = true;
    const { id, span, beganMs } = locals;
    logger.emit({
      eventName: 'request_desk.request',
      timestamp: new Date(),
      severityNumber: status < 400 ? SeverityNumber.INFO : severityOf(status),
      context: trace.setSpan(context.active(), span),
      attributes: {
        'request_desk.contract': 1,
        'request_desk.request.id': id,
        'request_desk.request.duration_ms': performance.now() - beganMs,
        'http.request.method': request.method,
        'http.response.status_code': status,
        'http.route': request.route ? `${request.baseUrl}${request.route.path}` : '',
        'url.path': request.originalUrl.split('?', 1)[0] ?? '',
        'user_agent.original': request.get('user-agent') ?? '',
        ...(failure && {
          ...(failure.code !== '' && { 'request_desk.error.code': failure.code }),
          'request_desk.error.cause': failure.reason,
          'request_desk.error.message': failure.message,
        }),
        ...(failure?.cause instanceof Error && {
          'exception.type': failure.cause.name,
          'exception.message': failure.cause.message,
        }),
      },
    });
    span.end();
  };

  /** First of all: the id, the span, and the event of what succeeds or is given up. */
  const begin: RequestHandler = (request, response, next) => {
    const id = `pc_${randomBytes(8).toString('hex')}`;
    const span = tracer.startSpan(request.method, { kind: SpanKind.SERVER });
    Object.assign(response.locals, { id, span, beganMs: performance.now(), recorded: false });
    response.set('x-request-id', id);
    response.once('finish', () => tell(request, response, response.statusCode));
    response.once('close', () => {
      if (!response.writableFinished) tell(request, response, 499, LEFT);
    });
    context.with(trace.setSpan(context.active(), span), next);
  };

  /** Last of all: the event of a failure has arrived before its answer leaves. */
  const fail: ErrorRequestHandler = async (error, request, response, _next) => {
    const failure = error instanceof Failure ? error : unforeseen(error);
    const { status, code, message } = failure;
    tell(request, response, status, failure);
    await Promise.race([records.forceFlush(), afterMs(MOST_WAIT_MS)]).catch(() => undefined);
    response.status(status).json({ error: { code, message, id: localsOf(response).id } });
  };

  return { begin, fail, stop: () => sdk.shutdown() };
}

/** A caller that left before its answer; the desk knows it by its status and cause. */
const LEFT = new Failure(499, '', 'client_closed', '');

/** What Express itself refuses is the caller's to put right; whatever else nobody foresaw is ours. */
function unforeseen(error: unknown): Failure {
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  const failure =
    status >= 400 && status < 500
      ? new Failure(400, 'bad_request', 'unreadable', 'The request could not be read.')
      : new Failure(500, 'our_fault', 'crash', 'Something broke on our side; try again later.');
  failure.cause = error;
  return failure;
}

const severityOf = (status: number) => (status < 500 ? SeverityNumber.WARN : SeverityNumber.ERROR);
const afterMs = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref());
