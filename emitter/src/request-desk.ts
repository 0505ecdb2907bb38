import { type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyPluginAsync,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import { type CauseOf, type CodeOf, Failure } from './failure.ts';
import { createLogger } from './logging/logger.ts';
import { continueLate } from './malformed/expectations.ts';
import { hostFault } from './malformed/host-fault.ts';
import { lingerOnClose } from './malformed/lingering-close.ts';
import { type BytesAnswer, MalformedHttp } from './malformed/malformed-http.ts';
import { type Refusal, refusalOf } from './malformed/refusals.ts';
import {
  checkOptions,
  OptionsError,
  type ProfileShape,
  type RequestDeskOptions,
} from './options.ts';
import { redactKeys } from './redaction/scrub.ts';
import type { CallerFacts, Identify } from './request/caller-facts.ts';
import { codeOfKind } from './request/code-of-kind.ts';
import type { Malformed } from './request/malformed.ts';
import { type RunningDesk, startDesk } from './running-desk.ts';

export type { BytesAnswer, MalformedAnswers } from './malformed/malformed-http.ts';
export type { Refusal } from './malformed/refusals.ts';
export { OptionsError, type ProfileShape, type RequestDeskOptions } from './options.ts';
export type { CallerFacts, Identify } from './request/caller-facts.ts';
export type { RequestEvent } from './request/request-event.ts';
export type { RequestTelemetry } from './request/request-telemetry.ts';
export { type CauseOf, type CodeOf, Failure };

/** What the plugin takes when it is registered. */
export interface PluginOptions {
  /** Whose call it is that is refused here, for its event; without it such events name nobody. */
  readonly identify?: Identify;
}

/** One API's connection to its desk; one per process. */
export interface RequestDesk<P extends ProfileShape = ProfileShape> {
  /**
   * Options for `Fastify(…)`: the logger, and answers to what never becomes a request. Own options
   * may stand beside them; what `http` holds must be kept.
   */
  serverOptions(): FastifyHttpOptions<Server>;
  /** `await app.register(desk.plugin)` before anything else; `app.close()` ends it. */
  readonly plugin: FastifyPluginAsync<PluginOptions>;
  /** Lines of JSON; those inside a request have its ids and go to its page. */
  readonly log: Logger;
  /**
   * A known failure, as in `throw desk.fail('card_declined', 'no_funds', 'The card was declined.')`.
   * The message is public; the cause, or null, is for staff alone.
   */
  fail<C extends CodeOf<P>>(code: C, cause: CauseOf<P, C> | null, message: string): Failure;
}

/** Prepares the connection; nothing is opened before the plugin is. Throws OptionsError. */
export function requestDesk<const P extends ProfileShape>(
  options: RequestDeskOptions<P>,
): RequestDesk<P> {
  const checked = checkOptions(options, process.env);
  const { profile } = checked;
  redactKeys(profile);
  const log = checked.logger ?? createLogger(checked.log);
  const last = new WeakMap<Socket, { request: FastifyRequest; reply: FastifyReply }>();
  let running: RunningDesk | undefined;
  let identify: Identify | undefined;
  // The logger's own mixin adds the ids; a desk knows the app that it made options for by it.
  const sameLogger: FastifyHttpOptions<Server>['childLoggerFactory'] = (logger) => logger;

  const own = checked.malformed;
  const emit = (bytes: Malformed): string => running?.telemetry.emitMalformed(bytes) ?? '';
  const meaningOf = ({ kind }: Refusal) =>
    codeOfKind(profile, kind) ?? codeOfKind(profile, 'http_malformed');
  const errorOf = (refusal: Refusal): Error => {
    const found = meaningOf(refusal);
    if (found) return new Failure(profile, found.code, found.cause, refusal.message);
    return Object.assign(new Error(refusal.message), { statusCode: 400 });
  };
  const answer = (refusal: Refusal, requestId: string): BytesAnswer =>
    own?.answer(refusal, requestId) ?? bodyOf(400, meaningOf(refusal)?.code, refusal.message);
  const callerOf = async (rawHeaders: readonly string[]): Promise<CallerFacts> => {
    try {
      return (await identify?.(rawHeaders)) ?? {};
    } catch {
      return {};
    }
  };
  const malformed = new MalformedHttp({
    emit,
    answer,
    errorOf,
    callerOf,
    refusalOf: (fault) => own?.refusalOf?.(fault.code, fault.bytes) ?? refusalOf(fault),
    lastOn: (socket) => last.get(socket),
  });

  const refuseUrl = async (
    error: FastifyError,
    { raw, ip }: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> => {
    const { statusCode: status = 400, code, message } = error;
    const caller = await callerOf(raw.rawHeaders);
    const bytes = { status, method: raw.method, path: raw.url, remoteAddress: ip, caller };
    const refusal: Refusal = own?.refusalOf?.(code, undefined) ?? {
      kind: 'url_malformed',
      message,
    };
    const fault = { kind: 'exception', message } as const;
    const requestId = emit({ ...bytes, ...(status < 500 ? refusal : fault) });
    const { headers, body } =
      status < 500
        ? answer(refusal, requestId)
        : bodyOf(status, codeOfKind(profile, fault.kind)?.code, message);
    void reply
      .code(status)
      .headers({ ...headers, 'x-request-id': requestId })
      .send(body);
  };

  const plugin = async (app: FastifyInstance, options: PluginOptions): Promise<void> => {
    identify = options.identify;
    if (app.childLoggerFactory !== sameLogger)
      throw new OptionsError(['the app was not made by Fastify(desk.serverOptions())']);
    if (running) throw new OptionsError(['desk.plugin is registered already: one app per desk']);
    const started = await startDesk(checked, log);
    running = started;
    app.addHook('onClose', async () => {
      await started.close();
      running = undefined;
    });
    await app.register(started.telemetry.plugin);
    app.addHook('onRequest', (request, reply, next) => {
      last.set(request.raw.socket, { request, reply });
      const refusal = hostFault(request.raw);
      if (refusal === undefined) return next();
      void callerOf(request.raw.rawHeaders).then((caller) => {
        Object.assign(request.telemetry.event, caller);
        next(errorOf(refusal));
      });
    });
    continueLate(app);
    lingerOnClose(app.server);
    malformed.attach(app.server);
  };

  return {
    log,
    plugin: Object.assign(plugin, {
      [Symbol.for('skip-override')]: true,
      [Symbol.for('fastify.display-name')]: '@request-desk/fastify',
    }),
    fail: (code, cause, message) => new Failure(profile, code, cause ?? undefined, message),
    serverOptions: () => ({
      loggerInstance: log as FastifyBaseLogger,
      // One line of a request is written with its event, and the logger adds the ids to all others.
      logController: new LogController({ disableRequestLogging: true }),
      childLoggerFactory: sameLogger,
      // What arrives while the server closes is a request like any other.
      return503OnClosing: false,
      // Node would answer on its own, without an id.
      http: { requireHostHeader: false },
      frameworkErrors: (error, request, reply) => void refuseUrl(error, request, reply),
      clientErrorHandler: (error, socket) => {
        if (running) malformed.onClientError(error, socket as Socket);
        else socket.destroy();
      },
    }),
  };
}

/** As Fastify's own error handler answers. */
function bodyOf(statusCode: number, code: string | undefined, message: string): BytesAnswer {
  return {
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ statusCode, code, error: STATUS_CODES[statusCode], message }),
  };
}
