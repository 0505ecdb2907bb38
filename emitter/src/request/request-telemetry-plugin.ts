import type { ServerResponse } from 'node:http';
import { context } from '@opentelemetry/api';
import { CLIENT_CLOSED } from '@request-desk/shared/client-closed';
import type { FastifyInstance, FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import { ActiveRequest } from './active-request.ts';
import { CLIENT_REQUEST_ID, clientRequestIdOf } from './client-request-id.ts';
import { IgnoredRequest } from './ignored-request.ts';
import type { RequestEmitter } from './request-emitter.ts';
import type { RequestTelemetry } from './request-telemetry.ts';
import type { ThrownErrors } from './thrown-errors.ts';
import type { UnexpectedErrors } from './unexpected.ts';

/** What a plugin needs beside the emitter. */
export interface PluginParts {
  readonly emitter: RequestEmitter;
  readonly thrown: ThrownErrors;
  readonly unexpected: UnexpectedErrors;
  /** Paths whose requests get no id, span or event. */
  readonly ignores: (path: string) => boolean;
}

/**
 * A Fastify plugin that gives every request its id, span and event. Register it before all others:
 * routes registered earlier would have none.
 */
export function requestTelemetryPlugin(parts: PluginParts): FastifyPluginCallback {
  const { emitter, thrown, ignores } = parts;
  const plugin = (app: FastifyInstance, _options: unknown, done: (error?: Error) => void) => {
    app.decorateRequest('telemetry');
    app.addHook('onRoute', ({ url }) => emitter.declared.add(url));
    app.addHook('onRequest', (request, reply, next) => {
      if (ignores(request.url)) {
        request.telemetry = new IgnoredRequest(request.method);
        next();
        return;
      }
      const active = emitter.begin({
        method: request.method,
        url: request.url,
        route: (request.is404 ? undefined : request.routeOptions.url) ?? '',
        clientAddress: request.ip,
        userAgent: request.headers['user-agent'],
        hasBody: hasBody(request) && request.headers['content-length'] !== '0',
        traceparent: header(request, 'traceparent'),
      });
      active.routeUnknown = request.is404;
      request.telemetry = active;
      request.id = active.requestId;
      reply.header(ID_HEADER, active.requestId);
      const own = clientRequestIdOf(request.headers[CLIENT_REQUEST_ID]);
      if (own !== undefined) {
        active.event.clientRequestId = own;
        reply.header(CLIENT_REQUEST_ID, own);
      }
      watchAnswer(reply, active, parts);
      // A body arrives in the parser's own context: its listeners are brought back into ours.
      if (hasBody(request)) context.bind(active.context, request.raw);
      context.with(active.context, next);
    });
    app.addHook('preValidation', (request, _reply, next) => {
      const { call } = request.telemetry as Partial<ActiveRequest>;
      // An error in its place says that it could not be parsed.
      if (call && !(request.body instanceof Error)) call.body = request.body;
      next();
    });
    app.addHook('onError', (request, _reply, error, next) => {
      thrown.note(error, request);
      next();
    });
    app.addHook('onSend', (request, _reply, payload, next) => {
      if (isStream(payload)) noteFailure(payload, request.telemetry);
      next();
    });
    done();
  };
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
}

const WATCH = Symbol('watch');
const ID_HEADER = 'x-request-id';

/** An answer with what `watchedWriteHead` needs. */
interface WatchedResponse extends ServerResponse {
  [WATCH]: {
    readonly active: ActiveRequest;
    readonly parts: PluginParts;
    readonly writeHead: ServerResponse['writeHead'];
  };
}

function watchAnswer({ raw }: FastifyReply, active: ActiveRequest, parts: PluginParts): void {
  Object.assign(raw, { [WATCH]: { active, parts, writeHead: raw.writeHead } });
  // One function for all: with a function of its own, V8 would keep each request for long.
  raw.writeHead = watchedWriteHead as typeof raw.writeHead;
  // Comes for every answer, right after the last byte was handed to the system.
  raw.once('close', () => {
    if (!raw.writableFinished) closedEarly(active, parts.unexpected);
    parts.emitter.emit(active);
  });
}

/**
 * Emits the event at the one place that every answer passes before its first byte, whichever code sends
 * it: Node's writeHead only prepares the head, so the status is final and nothing has left yet.
 */
function watchedWriteHead(
  this: WatchedResponse,
  ...head: Parameters<ServerResponse['writeHead']>
): ServerResponse {
  const { active, parts, writeHead } = this[WATCH];
  if (!this.headersSent && !active.answered) setOwnId(this, head, active.requestId);
  const result = writeHead.apply(this, head);
  if (!active.answered) settle(active, this.statusCode, parts);
  // Redirections as well: whatever is not a success is stored before its first byte leaves.
  if (this.statusCode >= 300) parts.emitter.emit(active);
  return result;
}

/** The status is final: what nobody has explained is explained as far as it is known. */
function settle(active: ActiveRequest, status: number, { emitter, unexpected }: PluginParts): void {
  if (status === 404 && active.routeUnknown) emitter.explain(active, 'route_unknown');
  unexpected.beforeHead(status, active);
  active.ready(status);
}

function noteFailure(payload: NodeJS.ReadableStream, active: RequestTelemetry): void {
  if (!(active instanceof ActiveRequest)) return;
  payload.once('error', (error: unknown) => {
    active.brokenBy = { error };
  });
}

function closedEarly(active: ActiveRequest, unexpected: UnexpectedErrors): void {
  if (active.brokenBy) {
    unexpected.afterHead(active.brokenBy.error, active);
    return;
  }
  if (active.answered && active.event.code !== undefined) return;
  active.ready(499);
  delete active.event.code;
  active.event.cause = CLIENT_CLOSED;
}

/**
 * What the API set itself, or took over from a server behind it, is nothing that can be found: its
 * place in `head`, the arguments of `writeHead`, gets ours.
 */
function setOwnId(response: ServerResponse, head: unknown[], requestId: string): void {
  const headers = head.at(-1);
  if (typeof headers === 'object' && headers !== null) {
    if (ID_HEADER in headers && headers[ID_HEADER] === requestId) return;
    head[head.length - 1] = Array.isArray(headers)
      ? ownListed(headers, requestId)
      : Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name, isId(name) ? requestId : value]),
        );
  }
  response.setHeader(ID_HEADER, requestId);
}

/** Names and values in turn, or in pairs: Node takes both. */
function ownListed(headers: readonly unknown[], requestId: string): unknown[] {
  return headers.map((one, at) => {
    if (Array.isArray(one)) return isId(one[0]) ? [one[0], requestId] : one;
    return at % 2 === 1 && isId(headers[at - 1]) ? requestId : one;
  });
}

function isId(name: unknown): boolean {
  return typeof name === 'string' && name.toLowerCase() === ID_HEADER;
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

function isStream(payload: unknown): payload is NodeJS.ReadableStream {
  return typeof payload === 'object' && payload !== null && 'pipe' in payload && 'once' in payload;
}
