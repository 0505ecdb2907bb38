import { type Profile, profile as profileSchema } from '@request-desk/shared/profile';
import { atLeast, type Me, me } from '@request-desk/shared/staff-api';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import manifest from '../../../package.json' with { type: 'json' };
import { needs } from '../http/route-access.ts';
import type { DeclaredRoute } from './guard/route-roles.ts';
import { supportOpenApi } from './openapi/document.ts';
import { ok, route } from './route.ts';
import type { Staff } from './staff.ts';

const CONFIRM_BY = { link: 'token', token: 'token', provider: 'provider' } as const;

/** What the desk says of itself and of who calls; `routes` are known once the listener is ready. */
export async function deskRoutes(
  api: FastifyInstance,
  { profile, routes }: { readonly profile: Profile; readonly routes: readonly DeclaredRoute[] },
): Promise<void> {
  const access = needs('support', 'desk:read');
  let description: Readonly<Record<string, unknown>> = {};
  api.addHook('onReady', async () => {
    description = supportOpenApi(
      describedBelow(api.prefix, routes),
      manifest.version,
      profile.name,
    );
  });

  route(api, 'GET /openapi.json', {
    access,
    summary: 'This description',
    answers: ok('OpenApi', z.looseObject({}), 'OpenAPI 3.1'),
    handle: async () => description,
  });

  route(api, 'GET /profile', {
    access,
    summary: 'What this desk knows of its API: codes, causes, texts and forms of ids.',
    answers: ok('Profile', profileSchema),
    handle: async () => profile,
  });

  route(api, 'GET /me', {
    access,
    summary: 'The caller, and the actions of their role',
    answers: ok('Me', me),
    handle: async ({ staff }) => meAsWire(staff, routes),
  });
}

/** Throws where a route does not say what it is. */
function describedBelow(prefix: string, routes: readonly DeclaredRoute[]) {
  return routes
    .filter(({ method, url }) => method !== 'HEAD' && url.startsWith(`${prefix}/`))
    .map(({ method, url, operation }) => {
      if (operation === undefined)
        throw new Error(`${method} ${url} has no description: register it by route(…)`);
      return { method, path: url.slice(prefix.length), operation };
    });
}

/** Who calls, and what `routes` let them do: pages offer nothing else. */
function meAsWire({ id, role, session }: Staff, routes: readonly DeclaredRoute[]): Me {
  const may = routes.flatMap(({ access }) =>
    access.role !== 'anyone' && atLeast(role, access.role) ? [access.action] : [],
  );
  return {
    id,
    role,
    may: [...new Set(may)].sort(),
    confirm_by: session ? CONFIRM_BY[session.entrance] : null,
  };
}
