import { retryAfter } from '@request-desk/shared/retry';
import type { StaffRole } from '@request-desk/shared/staff-api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { FOR_ANYONE } from '../../http/route-access.ts';
import { localPath } from '../guard/local-path.ts';
import { type LoginWays, sendLoginForm } from '../login-form.ts';
import type { BegunCookies } from './begun-cookies.ts';
import type { OnIdentified, Provider, ProviderIdentity } from './provider.ts';
import { ProviderFault } from './provider-fault.ts';
import { roleOf } from './role-mapping.ts';

const beginQuery = z.object({ next: z.string().max(2048), again: z.literal('1') }).partial();
const backQuery = z.object({ state: z.string().max(256) });

interface OidcRoutes {
  readonly provider: Provider;
  readonly begun: BegunCookies;
  readonly ways: LoginWays;
  /** Begins a session; resolves to its `Set-Cookie`. */
  readonly begin: (
    request: FastifyRequest,
    person: ProviderIdentity,
    role: StaffRole,
  ) => Promise<string>;
  readonly onVouched: OnIdentified;
  /** Counts and logs a failed sign-in. Returns the seconds to wait after too many, else 0. */
  readonly refused: (request: FastifyRequest, why: string, staffId?: string) => number;
}

const STATUS = { away: 503, ended: 401, refused: 401 } as const;

/** `GET /login/oidc` sends people to the provider, `GET /login/oidc/callback` takes them back. */
export async function oidcRoutes(app: FastifyInstance, options: OidcRoutes): Promise<void> {
  const { provider, begun, ways, begin, onVouched, refused } = options;

  const sendRefused = (reply: FastifyReply, status: number, fault: string, waitS: number) => {
    // A provider that is away stays the reason, however often one has tried.
    if (waitS === 0 || status === STATUS.away)
      return sendLoginForm(reply.code(status), { ways, next: '/', fault });
    reply.code(429).headers(retryAfter(waitS));
    const tooOften = `${fault} Too many tries: wait ${waitS} s.`;
    return sendLoginForm(reply, { ways, next: '/', fault: tooOften });
  };

  const failed = (request: FastifyRequest, reply: FastifyReply, error: unknown) => {
    if (!(error instanceof ProviderFault)) throw error;
    const waitS = refused(request, error.message);
    if (error.cause !== undefined) request.log.warn({ err: error.cause }, 'identity provider');
    return sendRefused(reply, STATUS[error.kind], error.message, waitS);
  };

  app.get('/login/oidc', { ...FOR_ANYONE, exposeHeadRoute: false }, async (request, reply) => {
    const { next, again } = beginQuery.catch({}).parse(request.query);
    try {
      const leaving = await provider.begin(again !== undefined);
      const cookies = begun.remember(leaving.begun, localPath(next), request.headers.cookie);
      reply.header('set-cookie', cookies).header('cache-control', 'no-store');
      return reply.redirect(leaving.url.href, 303);
    } catch (error) {
      return failed(request, reply, error);
    }
  });

  app.get(
    '/login/oidc/callback',
    { ...FOR_ANYONE, exposeHeadRoute: false },
    async (request, reply) => {
      const { state } = backQuery.catch({ state: '' }).parse(request.query);
      const known = begun.recall(state, request.headers.cookie);
      reply.header('cache-control', 'no-store');
      // Used or not, it is over: a second answer to the same question is a replay.
      if (state !== '') reply.header('set-cookie', begun.forget(state));
      try {
        if (known === undefined) throw new ProviderFault('refused', UNKNOWN);
        const query = request.url.slice(request.url.indexOf('?'));
        const person = await provider.finish(query, known);
        const role = roleOf(person, provider.settings.roles);
        await onVouched(person, role);
        if (role === undefined) {
          const waitS = refused(request, 'no role', person.staffId);
          const fault = `${person.staffId} is signed in at the identity provider, but none of their groups has a role here.`;
          return sendRefused(reply, 403, fault, waitS);
        }
        const cookie = await begin(request, person, role);
        return reply.header('set-cookie', cookie).redirect(localPath(known.next), 303);
      } catch (error) {
        return failed(request, reply, error);
      }
    },
  );
}

const UNKNOWN =
  'This sign-in was begun in another browser, took longer than ten minutes, or is over. Begin again.';
