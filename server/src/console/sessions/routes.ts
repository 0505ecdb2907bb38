import {
  confirmation,
  type EndedSessions,
  endedSessions,
  endSessions,
  type SessionList,
  type StaffSession,
  sessionList,
  sessionsQuery,
} from '@request-desk/shared/staff-api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { StoredSession } from '../../database/staff/staff-sessions.ts';
import { needs } from '../../http/route-access.ts';
import { audit } from '../audit.ts';
import { absent, badRequest, ConsoleError } from '../console-error.ts';
import { done, ok, route } from '../route.ts';
import type { Staff } from '../staff.ts';
import type { Sessions } from './sessions.ts';

interface SessionRoutes {
  readonly sessions: Sessions;
  /** Throws ConsoleError when `token` does not prove who the caller is. */
  readonly prove: (request: FastifyRequest, token: string) => void;
}

/** Sessions: list, end one, end all, and prove again who one is. Those of others are for admins. */
export async function sessionRoutes(
  api: FastifyInstance,
  { sessions, prove }: SessionRoutes,
): Promise<void> {
  route(api, 'GET /sessions', {
    access: needs('support', 'sessions:read'),
    summary: 'Browsers that are signed in, newest first',
    query: sessionsQuery,
    answers: ok('SessionList', sessionList),
    handle: async (request): Promise<SessionList> => {
      const { whose } = request.query;
      const list = await sessions.list(of(whose, request.staff));
      return { items: list.map((row) => sessionAsWire(row, request.staff)) };
    },
  });

  route(api, 'DELETE /sessions/:id', {
    access: needs('support', 'sessions:end'),
    summary: 'End a session',
    answers: done('Ended'),
    handle: async (request): Promise<void> => {
      const { staff, params } = request;
      const whose = staff.role === 'admin' ? {} : { staffId: staff.id };
      if (!(await sessions.end(params.id, whose))) throw absent('session');
      audit(request, { by: staff.id, did: 'sessions:end', session: params.id });
    },
  });

  route(api, 'POST /sessions/end', {
    access: needs('support', 'sessions:end'),
    summary: 'End all sessions of oneself or of everybody',
    body: { name: 'EndSessions', schema: endSessions },
    answers: ok('EndedSessions', endedSessions),
    handle: async (request): Promise<EndedSessions> => {
      const { staff } = request;
      const { whose, keep_current } = request.body;
      const keep = keep_current ? staff.session?.id : undefined;
      const ended = await sessions.endAll(of(whose, staff), keep);
      audit(request, { by: staff.id, did: 'sessions:end', whose, ended: String(ended) });
      return { ended };
    },
  });

  route(api, 'POST /session/confirm', {
    access: needs('support', 'session:confirm'),
    summary: 'Confirm one’s identity again; the session continues with a new cookie',
    body: { name: 'Confirmation', schema: confirmation },
    answers: done('Proven'),
    handle: async (request, reply) => {
      const { session } = request.staff;
      if (session === undefined) throw badRequest('Only a browser that is signed in can do that.');
      prove(request, request.body.token);
      const cookie = await sessions.confirm(session);
      if (cookie === undefined) throw new ConsoleError('not_signed_in', 'This session has ended.');
      audit(request, { by: request.staff.id, did: 'session:confirm', session: session.id });
      reply.header('set-cookie', cookie);
    },
  });
}

function of(whose: 'own' | 'all', staff: Staff): { readonly staffId?: string } {
  if (whose === 'own') return { staffId: staff.id };
  if (staff.role === 'admin') return {};
  throw new ConsoleError('not_allowed', 'The sessions of everybody are for admins.');
}

function sessionAsWire(row: StoredSession, staff: Staff): StaffSession {
  return {
    id: row.id,
    staff_id: row.staffId,
    role: row.role,
    entrance: row.entrance,
    address: row.address,
    client: row.client,
    created_at: row.createdAt.toISOString(),
    seen_at: row.seenAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    current: row.id === staff.session?.id,
  };
}
