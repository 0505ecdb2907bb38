import type { DirectoryAccess } from '@request-desk/shared/directory-access';
import type { Profile } from '@request-desk/shared/profile';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import manifest from '../../../package.json' with { type: 'json' };
import type { Directory } from '../directory/directory.ts';
import { healthRoutes, type Probe } from '../http/health.ts';
import { serverOptions } from '../http/server-options.ts';
import { answerEarly, answerErrors } from './error-answers.ts';
import { checkHost, checkOrigin } from './guard/refuse-strangers.ts';
import { resolveStaff, type StaffRules } from './guard/resolve-staff.ts';
import { SECURITY_HEADERS } from './guard/security-headers.ts';
import { loginRoutes } from './login.ts';
import { supportOpenApi } from './openapi/document.ts';
import { operationsFor } from './openapi/operations.ts';
import { pageData } from './page-data.ts';
import { staticFiles } from './static-files.ts';
import { endUnusedSockets } from './unused-sockets.ts';

const API_PREFIX = '/support/v1';
/** What the sign-in page itself needs, and what machines ask before anyone has signed in. */
const OPEN = /^\/(login|logout|healthz|readyz|favicon\.svg)$/;
/** Asked for by programs, who cannot fill in a form: they get 401. */
const MACHINES = /^\/metrics$/;

export interface ConsoleOptions {
  readonly log: Logger;
  /** Of the API that this desk is for; the page carries it. */
  readonly profile: Profile;
  /** Of the API's organisations and keys, where there is one; the page has places for it then. */
  readonly directory: Directory | undefined;
  /** The listener's host; on loopback whoever is at this machine is staff. */
  readonly host: string;
  readonly staffToken: string | undefined;
  /** The built console; may be missing. */
  readonly staticDir: string;
  readonly now: () => number;
  readonly probe: Probe;
  /** Registers what machines ask for outside of `/support/v1`, such as metrics. */
  readonly registerAtRoot?: (app: FastifyInstance) => Promise<void>;
  /** Registers the features' routes, inside `/support/v1`. */
  readonly register: (api: FastifyInstance) => Promise<void>;
}

/** The console's listener, not listening yet: the web app at `/`, its JSON API at `/support/v1`. */
export async function buildConsole(options: ConsoleOptions): Promise<FastifyInstance> {
  const { log, profile, host, staffToken, now, probe } = options;
  const access = accessOf(options.directory);
  const description = supportOpenApi(operationsFor(access), manifest.version, profile.name);
  const rules: StaffRules = { host, staffToken, now };
  const app = Fastify({
    ...serverOptions({ log, trustProxy: false }),
    frameworkErrors: answerEarly,
  });
  answerErrors(app);
  allowEmptyJson(app);
  endUnusedSockets(app);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    checkHost(request, host);
  });
  app.addHook('onRequest', async (request, reply) => {
    if (MACHINES.test(pathOf(request))) resolveStaff(request, rules);
    if (staffToken === undefined || !wantsPage(request) || isStaff(request, rules)) return;
    return reply.redirect(`/login?next=${encodeURIComponent(request.url)}`, 303);
  });
  await app.register(healthRoutes, { probe });
  await options.registerAtRoot?.(app);
  if (staffToken !== undefined) await app.register(loginRoutes, { staffToken, now });
  await app.register(
    async (api) => {
      api.decorateRequest('staff');
      api.addHook('onRequest', async (request, reply) => {
        checkOrigin(request);
        request.staff = resolveStaff(request, rules);
        reply.header('cache-control', 'no-store');
      });
      api.get('/openapi.json', async () => description);
      api.get('/profile', async () => profile);
      await options.register(api);
    },
    { prefix: API_PREFIX },
  );
  await staticFiles(app, options.staticDir, pageData({ profile, directory: access }));
  return app;
}

function accessOf(directory: Directory | undefined): DirectoryAccess {
  if (directory === undefined) return 'none';
  return directory.management === undefined ? 'read' : 'managed';
}

/** An empty body is no body, whatever its type says: `POST …/revoke` needs none. */
function allowEmptyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, String(body), done);
  });
}

/** Pages are sent to the sign-in form; calls of the API are answered with 401. */
function wantsPage(request: FastifyRequest): boolean {
  const path = pathOf(request);
  const reads = request.method === 'GET' || request.method === 'HEAD';
  return reads && !OPEN.test(path) && !/^\/(support|assets)\//.test(path);
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? '';
}

function isStaff(request: FastifyRequest, rules: StaffRules): boolean {
  try {
    return resolveStaff(request, rules).role !== undefined;
  } catch {
    return false;
  }
}
