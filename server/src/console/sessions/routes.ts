import {
  confirmation,
  type EndedSessions,
  endSessions,
  type SessionList,
  type StaffSession,
  sessionsQuery,
} from '@request-desk/shared/staff-api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { StoredSession } from '../../database/staff/staff-sessions.ts';
import { needs } from '../../http/route-access.ts';
import { audit } from '../audit.ts';
import { absent, badRequest, ConsoleError } from '../console-error.ts';
import { inputOf } from '../input.ts';
import type { Staff } from '../staff.ts';
import type { Sessions } from './sessions.ts';

interface SessionRoutes {
  readonly sessions: Sessions;
  /** Throws ConsoleError when `token` does not prove who the caller is. */
  readonly prove: (request: FastifyRequest, token: string) => void;
}

interface ById {
  Params: { id: string };
}

/** Sessions: list, end one, end all, and prove again who one is. Those of others are for admins. */
export async function sessionRoutes(
  api: FastifyInstance,
  { sessions, prove }: SessionRoutes,
): Promise<void> {
  api.get('/sessions', needs('support', 'sessions:read'), async (request): Promise<SessionList> => {
    const { whose } = inputOf(sessionsQuery, request.query);
    const list = await sessions.list(of(whose, request.staff));
    return { items: list.map((row) => asWire(row, request.staff)) };
  });

  api.delete<ById>(
    '/sessions/:id',
    needs('support', 'sessions:end'),
    async (request, reply): Promise<void> => {
      const { staff, params } = request;
      const whose = staff.role === 'admin' ? {} : { staffId: staff.id };
      if (!(await sessions.end(params.id, whose))) throw absent('session');
      audit(request, { by: staff.id, did: 'sessions:end', session: params.id });
      return await reply.code(204).send();
    },
  );

  api.post(
    '/sessions/end',
    needs('support', 'sessions:end'),
    async (request): Promise<EndedSessions> => {
      const { staff } = request;
      const { whose, keep_current } = inputOf(endSessions, request.body);
      const keep = keep_current ? staff.session?.id : undefined;
      const ended = await sessions.endAll(of(whose, staff), keep);
      audit(request, { by: staff.id, did: 'sessions:end', whose, ended: String(ended) });
      return { ended };
    },
  );

  api.post('/session/confirm', needs('support', 'session:confirm'), async (request, reply) => {
    const { session } = request.staff;
    if (session === undefined) throw badRequest('Only a browser that is signed in can do that.');
    prove(request, inputOf(confirmation, request.body).token);
    const cookie = await sessions.confirm(session);
    if (cookie === undefined) throw new ConsoleError('not_signed_in', 'This session has ended.');
    audit(request, { by: request.staff.id, did: 'session:confirm', session: session.id });
    return await reply.code(204).header('set-cookie', cookie).send();
  });
}

function of(whose: 'own' | 'all', staff: Staff): { readonly staffId?: string } {
  if (whose === 'own') return { staffId: staff.id };
  if (staff.role === 'admin') return {};
  throw new ConsoleError('not_allowed', 'The sessions of everybody are for admins.');
}

function asWire(row: StoredSession, staff: Staff): StaffSession {
  return {
    ...{ id: row.id, staff_id: row.staffId, role: row.role, entrance: row.entrance },
    ...{ address: row.address, client: row.client },
    created_at: row.createdAt.toISOString(),
    seen_at: row.seenAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    current: row.id === staff.session?.id,
  };
}
