import {
  atLeast,
  type MintedToken,
  mintedToken,
  newStaffToken,
  type StaffToken,
  type StaffTokenList,
  sessionsQuery,
  staffTokenList,
} from '@request-desk/shared/staff-api';
import type { FastifyInstance } from 'fastify';
import type { StoredToken } from '../../database/staff/staff-tokens.ts';
import { stateOf } from '../../directory/credential-state.ts';
import { needs } from '../../http/route-access.ts';
import { audit } from '../audit.ts';
import { absent, ConsoleError } from '../console-error.ts';
import { done, made, ok, route } from '../route.ts';
import type { Staff } from '../staff.ts';
import type { PersonalTokens } from './personal-tokens.ts';

interface TokenRoutes {
  readonly tokens: PersonalTokens;
  readonly now: () => number;
}

/** Tokens for programs: list, make, revoke. Those of others are for admins. */
export async function tokenRoutes(
  api: FastifyInstance,
  { tokens, now }: TokenRoutes,
): Promise<void> {
  route(api, 'GET /tokens', {
    access: needs('support', 'tokens:read'),
    summary: 'Tokens that people made for programs, newest first',
    query: sessionsQuery,
    answers: ok('StaffTokenList', staffTokenList),
    handle: async (request): Promise<StaffTokenList> => {
      const { staff, query } = request;
      const { whose } = query;
      if (whose === 'all' && staff.role !== 'admin')
        throw new ConsoleError('not_allowed', 'The tokens of everybody are for admins.');
      const list = await tokens.store.list(whose === 'own' ? staff.id : undefined);
      return { items: list.map((token) => staffTokenAsWire(token, now())) };
    },
  });

  route(api, 'POST /tokens', {
    access: needs('support', 'tokens:mint', { confirmed: true }),
    summary: 'Create a token for a program; it is shown only once',
    body: { name: 'NewStaffToken', schema: newStaffToken },
    answers: made('MintedToken', mintedToken),
    handle: async (request): Promise<MintedToken> => {
      const { staff } = request;
      const { name, role, days } = request.body;
      if (!atLeast(staff.role, role))
        throw new ConsoleError('not_allowed', `Your role, ${staff.role}, cannot give ${role}.`);
      const { id: staffId, credential } = staff;
      const { token, secret } = await tokens.mint({ staffId, credential, name, role, days });
      audit(request, { by: staff.id, did: 'tokens:mint', token: token.id, role });
      return { ...staffTokenAsWire(token, now()), secret };
    },
  });

  route(api, 'DELETE /tokens/:id', {
    access: needs('support', 'tokens:revoke'),
    summary: 'Revoke a token',
    answers: done('Revoked'),
    handle: async (request): Promise<void> => {
      const { staff, params } = request;
      if (!(await tokens.store.revoke(params.id, ofWhom(staff), staff.id, new Date(now()))))
        throw absent('token');
      audit(request, { by: staff.id, did: 'tokens:revoke', token: params.id });
    },
  });
}

function ofWhom({ role, id }: Staff): string | undefined {
  return role === 'admin' ? undefined : id;
}

function staffTokenAsWire(token: StoredToken, nowMs: number): StaffToken {
  const { id, name, role, staffId: staff_id } = token;
  return {
    id,
    name,
    role,
    staff_id,
    state: stateOf(token, new Date(nowMs)),
    created_at: token.createdAt.toISOString(),
    expires_at: token.expiresAt.toISOString(),
    last_used_at: token.lastUsedAt?.toISOString() ?? null,
  };
}
