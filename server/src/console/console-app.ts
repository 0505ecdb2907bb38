import { type StoredAddress, storedAddress } from '@request-desk/fastify/redaction/stored-address';
import type { DirectoryAccess } from '@request-desk/shared/directory-access';
import type { Profile } from '@request-desk/shared/profile';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Directory } from '../directory/directory.ts';
import { healthRoutes, type Probe } from '../http/health.ts';
import { serverOptions } from '../http/server-options.ts';
import { STRICT_TRANSPORT } from '../http/transport-headers.ts';
import type { AuditTrail } from './audit/audit-trail.ts';
import { auditCalls } from './audit/audited-calls.ts';
import { ConsoleError } from './console-error.ts';
import { deskRoutes } from './desk-routes.ts';
import { answerEarly, answerErrors } from './error-answers.ts';
import { checkHost, checkOrigin } from './guard/host-and-origin.ts';
import { holdRoutesToTheirRoles } from './guard/route-roles.ts';
import { SECURITY_HEADERS } from './guard/security-headers.ts';
import { checkInput } from './guard/storable-input.ts';
import { storeAddresses } from './guard/stored-address.ts';
import { pageData } from './page-data.ts';
import { sidebarPage } from './sidebar-page.ts';
import type { StaffAccess } from './staff-access.ts';
import { staticFiles } from './static-files.ts';
import { endUnusedSockets } from './unused-sockets.ts';

const API_PREFIX = '/support/v1';
/** Files that are no page: failed calls of the API, and what the sign-in page itself shows. */
const NO_PAGE = /^\/((support|assets)\/|favicon\.svg$)/;

export interface ConsoleOptions {
  readonly log: Logger;
  /** Of the API that this desk is for; the page carries it. */
  readonly profile: Profile;
  /** Of the API's organisations and keys, where there is one; the page has places for it then. */
  readonly directory: Directory | undefined;
  /** The listener's host; on loopback only loopback names are answered, and that of `url`. */
  readonly host: string;
  /** The console as staff see it, where it is not the listener itself. */
  readonly url?: string | undefined;
  /** Whether the address of a caller is the one that a proxy in front names. */
  readonly trustProxy?: boolean;
  /** How addresses of callers are written down; as they are if left out. */
  readonly addresses?: StoredAddress;
  readonly access: StaffAccess;
  /** Where it is written down who did what. */
  readonly trail: AuditTrail;
  /** The built console; may be missing. */
  readonly staticDir: string;
  /** Who may frame the sidebar page, as CSP sources. */
  readonly sidebarAncestors?: readonly string[];
  readonly probe: Probe;
  /** Registers what machines ask for outside of `/support/v1`, such as metrics. */
  readonly registerAtRoot?: (app: FastifyInstance) => Promise<void>;
  /** Registers the features' routes, inside `/support/v1`. */
  readonly register: (api: FastifyInstance) => Promise<void>;
}

/** The console's listener, not listening yet: the web app at `/`, its JSON API at `/support/v1`. */
export async function buildConsole(options: ConsoleOptions): Promise<FastifyInstance> {
  const { log, profile, host, url, access, probe, trustProxy = false } = options;
  const places = accessOf(options.directory);
  const transport = url?.startsWith('https:') ? STRICT_TRANSPORT : {};
  const app = Fastify({
    ...serverOptions({ log, trustProxy }),
    frameworkErrors: answerEarly,
  });
  answerErrors(app);
  storeAddresses(app, options.addresses ?? storedAddress('full'));
  allowEmptyJson(app);
  endUnusedSockets(app);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...SECURITY_HEADERS, ...transport });
    checkHost(request, host, url);
    if (!reads(request) || givesData(request)) checkOrigin(request, url);
  });
  app.addHook('onRequest', async (request, reply) => {
    if (!wantsPage(request) || (await isStaff(request, access))) return;
    return reply.redirect(`/login?next=${encodeURIComponent(request.url)}`, 303);
  });
  app.addHook('preValidation', async (request) => checkInput(request));
  const routes = holdRoutesToTheirRoles(app, access);
  auditCalls(app, options.trail);
  await app.register(healthRoutes, { probe });
  await options.registerAtRoot?.(app);
  await access.routes(app);
  await app.register(
    async (api) => {
      api.addHook('onRequest', async (_request, reply) => {
        reply.header('cache-control', 'no-store');
        // Whatever a browser takes it for, it is saved and not shown.
        reply.header('content-disposition', 'attachment; filename="answer.json"');
      });
      await deskRoutes(api, { profile, routes });
      await access.staffRoutes(api);
      await options.register(api);
    },
    { prefix: API_PREFIX },
  );
  sidebarPage(app, options.staticDir, options.sidebarAncestors ?? []);
  await staticFiles(app, options.staticDir, pageData({ profile, directory: places }));
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

/**
 * Pages are sent to the sign-in form; calls of routes are answered with 401. Pages have no route but
 * that of the files, which gives them up to the one page.
 */
function wantsPage(request: FastifyRequest): boolean {
  const { url = '/*' } = request.routeOptions;
  return reads(request) && url === '/*' && !NO_PAGE.test(pathOf(request));
}

/** By its route: a path may be spelled in many ways. */
function givesData({ routeOptions }: FastifyRequest): boolean {
  const access = routeOptions.config?.access;
  return access !== undefined && access.role !== 'anyone';
}

function reads({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? '';
}

/** False for those who are not signed in; rejects when that is not known. */
async function isStaff(request: FastifyRequest, access: StaffAccess): Promise<boolean> {
  try {
    await access.resolve(request);
    return true;
  } catch (error) {
    if (error instanceof ConsoleError) return false;
    throw error;
  }
}
