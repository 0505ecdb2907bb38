import type { FastifyRequest } from 'fastify';

/** Tells the audit what a call did, and the log; ids only, never a secret: `org`, and others by kind. */
export function audit(request: FastifyRequest, entry: Readonly<Record<string, string>>): void {
  request.log.info({ audit: entry, call_id: request.callId }, 'staff action');
  const { by: _by, did = '', org = '', ...others } = entry;
  const subjects = Object.entries(others).map(([kind, id]) => `${kind}:${id}`);
  request.audited = { action: did, org, subjects, count: 1 };
}

/** Tells the audit which requests a call was about: their ids, or how many there were. */
export function auditLookup(
  request: FastifyRequest,
  { ids, count = ids.length, org = '', also = [] }: AuditedLookup,
): void {
  const access = request.routeOptions.config?.access;
  const action = access && access.role !== 'anyone' ? access.action : '';
  const subjects = [...also, ...ids.slice(0, MOST_NAMED).map((id) => `request:${id}`)];
  request.audited = { action, org, subjects, count };
}

interface AuditedLookup {
  readonly ids: readonly string[];
  readonly count?: number;
  readonly org?: string;
  /** Further subjects, as `kind:id`. */
  readonly also?: readonly string[];
}

/** More ids than these are counted. */
const MOST_NAMED = 50;
