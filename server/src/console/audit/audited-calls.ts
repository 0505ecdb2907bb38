import { Readable } from 'node:stream';
import { retryAfter } from '@request-desk/shared/retry';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RouteAccess } from '../../http/route-access.ts';
import { ConsoleError } from '../console-error.ts';
import type { AuditNote, AuditTrail } from './audit-trail.ts';
import { BatchedReads } from './batched-reads.ts';
import { UnusualReads } from './unusual-reads.ts';

/** What a handler knows of what it did. */
interface Audited {
  readonly action: string;
  readonly org: string;
  readonly subjects: readonly string[];
  readonly count: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Told by the handler; without it the audit names what the route declares. */
    audited: Audited | undefined;
    /** Puts in the chain what `audited` says, before it is done. Throws ConsoleError (503). */
    writeFirst(): Promise<void>;
  }
}

/** Routes of one organisation. */
const OF_ORG = /\/orgs\/:id(?:\/|$)/;

type Declared = Exclude<RouteAccess, { role: 'anyone' }>;

/**
 * Writes down each call of a route that declares it. Changes and exports: that they begin, in the chain,
 * before the handler runs, and how they ended. Lookups: on disk, before the answer leaves.
 */
export function auditCalls(app: FastifyInstance, trail: AuditTrail): void {
  const reads = new BatchedReads(trail);
  const unusual = new UnusualReads(() => performance.now());
  app.addHook('onClose', () => reads.close());
  const writeFirst = async (request: FastifyRequest, access: Declared) => {
    try {
      await trail.write(noteOf(request, access, 'begun', 0));
    } catch (error) {
      request.log.warn({ err: error, call_id: request.callId }, 'refused without its audit');
      throw unavailable('Nothing was changed or given out.');
    }
  };
  app.decorateRequest('audited', undefined);
  app.decorateRequest('writeFirst', async function (this: FastifyRequest) {
    const access = declaredBy(this);
    if (access) await writeFirst(this, access);
  });
  app.addHook('preHandler', async (request) => {
    const access = declaredBy(request);
    if (access?.audit === 'first') await writeFirst(request, access);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const access = declaredBy(request);
    if (access === undefined || access.audit === 'none') return payload;
    const status = reply.statusCode;
    // Refused before it was anything: no role, no proof, a body that cannot be read.
    if (
      request.staff === undefined ||
      (status >= 400 && request.audited === undefined && access.audit !== 'first')
    )
      return payload;
    const failed = status >= 400 && access.audit === 'first';
    try {
      const note = noteOf(request, access, failed ? 'failed' : 'done', status);
      await (access.audit === 'batch' ? reads : trail).note(note);
      const many =
        failed || access.kind === 'change' ? undefined : unusual.add(note.staff, note.count);
      if (many !== undefined) {
        const { staff, callId: call_id } = note;
        request.log.warn({ staff, reads: many, call_id }, 'unusual number of reads within an hour');
        await trail.note({ ...note, action: 'reads:unusual', subjects: [], count: many });
      }
      return payload;
    } catch {
      if (access.audit === 'first') return payload;
      return refusedInstead(request, reply, payload);
    }
  });
}

function declaredBy(request: FastifyRequest): Declared | undefined {
  const access = request.routeOptions.config?.access;
  return access === undefined || access.role === 'anyone' ? undefined : access;
}

/** Who calls, from where and for which ticket (`X-Ticket`), without what they do. */
export function callerOf(
  request: FastifyRequest,
): Pick<AuditNote, 'callId' | 'staff' | 'via' | 'ticket' | 'address'> {
  const { staff, headers, callId, storedAddress: address } = request;
  const ticket = headers['x-ticket'];
  return {
    callId,
    staff: staff?.id ?? '',
    via: staff?.session?.id ?? staff?.tokenId ?? '',
    ticket: typeof ticket === 'string' ? readable(ticket) : '',
    address,
  };
}

/** Headers hold no other characters than Latin-1; pages send others percent-encoded. */
function readable(ticket: string): string {
  try {
    return decodeURIComponent(ticket);
  } catch {
    return ticket;
  }
}

function noteOf(
  request: FastifyRequest,
  { action }: Declared,
  outcome: AuditNote['outcome'],
  status: number,
): AuditNote {
  const details = request.audited;
  const id = textIn(request.params, 'id');
  const reason = textIn(request.body, 'reason');
  return {
    ...callerOf(request),
    action,
    subjects: id === '' ? [] : [`id:${id}`],
    count: 1,
    reason,
    // Of a list that is narrowed to one.
    org: OF_ORG.test(request.routeOptions.url ?? '') ? id : textIn(request.query, 'org'),
    ...details,
    outcome,
    status,
  };
}

function textIn(value: unknown, name: string): string {
  const text: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  // A parsed query may hold a list.
  return Array.isArray(text) ? text.join(',') : typeof text === 'string' ? text : '';
}

function refusedInstead(request: FastifyRequest, reply: FastifyReply, payload: unknown): string {
  if (payload instanceof Readable) payload.destroy();
  const { code, status, message, headers } = unavailable('Nothing was given out.');
  reply.code(status).headers(headers).type('application/json; charset=utf-8');
  reply.removeHeader('content-length');
  return JSON.stringify({ error: { code, message, request_id: request.callId } });
}

function unavailable(what: string): ConsoleError {
  return new ConsoleError(
    'audit_unavailable',
    `The audit cannot be written. ${what}`,
    retryAfter(5),
  );
}
