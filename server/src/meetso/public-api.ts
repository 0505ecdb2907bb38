import type { RequestDesk } from '@request-desk/fastify';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Database } from '../database/database.ts';
import type { SharedStore } from '../database/shared-store.ts';
import { allowHalfOpen } from '../http/half-open.ts';
import { healthRoutes, type Probe } from '../http/health.ts';
import { LastAnswers } from '../http/last-answers.ts';
import { serverOptions } from '../http/server-options.ts';
import { secureAnswers } from '../http/transport-headers.ts';
import type { ApiError } from './api-error.ts';
import { authenticate, identifyStray } from './authentication/authenticate.ts';
import { identify, identifyCached } from './authentication/credentials.ts';
import { type ContactOptions, openGate } from './authentication/gate.ts';
import { API_VERSION } from './catalogue/version.ts';
import { addDeprecationHeaders, DEPRECATIONS, type Deprecations } from './deprecation.ts';
import type { ApiKeys } from './directory/api-keys.ts';
import { docsRoutes } from './docs/routes.ts';
import { errorHandler } from './error-handler.ts';
import { IdempotencyStore } from './idempotency/idempotency-store.ts';
import { IdempotentCalls } from './idempotency/idempotent-calls.ts';
import { Cursors } from './meetings/cursor.ts';
import { EvenPace } from './meetings/even-pace.ts';
import type { MeetingsRepository } from './meetings/meetings-repository.ts';
import { meetingRoutes } from './meetings/routes.ts';
import type { RateLimit } from './rate-limit/rate-limit.ts';
import { Admission } from './server/admission.ts';
import { drainOnClose } from './server/drain.ts';
import { OpenRequests } from './server/open-requests.ts';
import { Overload } from './server/overload.ts';
import { SERVER_LIMITS, type ServerLimits } from './server/server-limits.ts';
import { answerStalled } from './server/stalled.ts';
import { invalidHttp, PARSED_HEAD_BYTES } from './server/valid-http.ts';
import { withTrouble } from './server/with-trouble.ts';
import { KnownRoutes } from './unknown-route.ts';
import { acceptJsonOnly } from './validation/json-body.ts';

export interface PublicApiOptions {
  /** Gives each call its id, span and event; made with MALFORMED_ANSWERS. Closes with the listener. */
  readonly desk: Pick<RequestDesk, 'serverOptions' | 'plugin' | 'log'>;
  readonly meetings: MeetingsRepository;
  readonly keys: ApiKeys;
  /** The control plane, whose statements fail soon where it is away. */
  readonly database: Pick<Database, 'orm'>;
  /** So long such a call may take, in milliseconds; ten seconds. */
  readonly claimMs?: number;
  /** Makes cursors; the same in all processes. */
  readonly cursorSecret: Buffer;
  readonly rateLimit: RateLimit;
  /** Where all processes count calls together; else each of them allows its share. */
  readonly sharedStore?: SharedStore | undefined;
  readonly trustProxy: boolean;
  /** True where a balancer is in front, which leaves on its own while the process serves on. */
  readonly balanced?: boolean | undefined;
  /** Address of the API as its customers see it, for the documentation; absent: where it listens. */
  readonly publicUrl?: string | undefined;
  /** True where customers come by https; else only as far as a trusted proxy says so. */
  readonly https?: boolean | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly probe: Probe;
  /** How this process stands with the control plane; absent: each key is only read when it is used. */
  readonly contact?: ContactOptions;
  /** Milliseconds from anywhere that never go back; what limits and waits are measured by. */
  readonly steady?: () => number;
  /** Instead of what is deprecated. */
  readonly deprecations?: Deprecations;
  /** Differences from the limits of the server. */
  readonly limits?: Partial<ServerLimits>;
}

/** By so much an answer may be later than the time of its handler. */
const HANDLED_MS = 1_000;
/** What closing may take beyond draining. */
const CLOSING_MS = 10_000;

const steadyClock = () => performance.now();

/**
 * The public listener, not yet listening: `/public/v1/*`, documentation and health. Whatever a client
 * sends is answered with one of eight codes and a findable id. `close()` refuses new requests with
 * `internal_error` and ends when open ones are answered.
 */
export async function buildPublicApi(options: PublicApiOptions): Promise<FastifyInstance> {
  const { desk, trustProxy, now, probe } = options;
  const steady = options.steady ?? steadyClock;
  const open = new OpenRequests();
  const limits = { ...SERVER_LIMITS, ...options.limits };
  const overload = new Overload(limits, steadyClock);
  const admission = new Admission(open, overload, steadyClock);
  const gate = openGate(options, steady);
  const routes = new KnownRoutes();
  const unswept = (error: unknown) => desk.log.warn({ err: error }, 'old idempotency keys stay');
  const stored = new IdempotencyStore(options.database);
  const calls = new IdempotentCalls(stored, steadyClock, unswept, options.claimMs);

  const own = serverOptions({ log: desk.log, trustProxy });
  const app = Fastify({
    ...own,
    ...desk.serverOptions(),
    http: { ...own.http, maxHeaderSize: PARSED_HEAD_BYTES },
    routerOptions: { maxParamLength: PARSED_HEAD_BYTES },
    // Closing is bounded by it, too: Fastify would take the listener away before the draining is over.
    pluginTimeout: limits.drainMs + CLOSING_MS,
  });
  allowHalfOpen(app.server, limits.handlerMs + HANDLED_MS);
  // Their bytes are bounded; Node would drop what stands behind the thousandth header, such as the key.
  app.server.maxHeadersCount = 0;
  new LastAnswers().watch(app);
  app.setErrorHandler(errorHandler());
  secureAnswers(app, options.https ?? false);
  routes.watch(app);
  // Outside of telemetry: health checks and readers of the documentation are no calls of the API.
  await app.register(healthRoutes, { probe: () => withTrouble(probe, gate.plane) });
  await app.register(docsRoutes, options);
  await app.register(async (root) => {
    await root.register(desk.plugin, { identify: (headers) => identify(gate, headers) });
    root.decorateRequest('caller', undefined);
    root.decorateRequest('planeBudget');
    root.addHook('onRequest', (request, reply, next) => {
      const busy = admission.admit(request, reply);
      const unfit = busy ?? invalidHttp(request.raw);
      request.planeBudget = gate.newBudget();
      if (unfit) refuse(request, unfit, busy !== undefined).catch(next);
      else if (request.is404) refuseStray(request).catch(next);
      else next();
    });
    root.setNotFoundHandler((request) => {
      throw routes.refusal(request);
    });
    await root.register(
      async (api) => {
        acceptJsonOnly(api);
        addDeprecationHeaders(api, options.deprecations ?? DEPRECATIONS);
        api.addHook('onRequest', (request, reply) => {
          reply.header('api-version', API_VERSION);
          return authenticate(gate, request, reply);
        });
        const cursors = new Cursors(options.cursorSecret);
        const pace = new EvenPace(steadyClock);
        await api.register(meetingRoutes, {
          cursors,
          pace,
          calls,
          now,
          meetings: options.meetings,
          plane: gate.plane,
        });
      },
      { prefix: '/public/v1' },
    );
  });

  async function refuse(
    request: FastifyRequest,
    refusal: ApiError,
    atOnce: boolean,
  ): Promise<never> {
    const { rawHeaders } = request.raw;
    const caller = atOnce ? identifyCached(gate, rawHeaders) : await identify(gate, rawHeaders);
    Object.assign(request.telemetry.event, caller);
    throw refusal;
  }

  async function refuseStray(request: FastifyRequest): Promise<never> {
    await identifyStray(gate, request);
    throw routes.refusal(request);
  }

  const stopStalled = answerStalled(open, limits.handlerMs, steadyClock);
  drainOnClose(app, admission, open, {
    withinMs: limits.drainMs,
    balanced: options.balanced ?? false,
  });
  app.addHook('onClose', async () => {
    stopStalled();
    overload.stop();
    calls.stop();
    await gate.stop();
  });
  return app;
}
