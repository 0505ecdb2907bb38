import type { FastifyRequest } from 'fastify';
import { isLoopback } from '../../http/loopback.ts';
import { sameText } from '../../http/same-text.ts';
import { ConsoleError } from '../console-error.ts';
import type { Staff } from '../staff.ts';
import { cameThroughProxy } from './loopback.ts';
import { hasSession } from './session.ts';

export interface StaffRules {
  readonly host: string;
  readonly staffToken: string | undefined;
  readonly now: () => number;
}

/** The one place that decides who calls. Throws ConsoleError (401) for strangers. */
export function resolveStaff(request: FastifyRequest, rules: StaffRules): Staff {
  const { authorization, cookie } = request.headers;
  const { staffToken } = rules;
  if (authorization !== undefined) {
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (token !== undefined && staffToken !== undefined && sameText(token, staffToken))
      return { id: 'automation', role: 'admin' };
    throw new ConsoleError(
      'not_signed_in',
      'The bearer token is not the STAFF_TOKEN of this Request Desk.',
      { 'www-authenticate': 'Bearer' },
    );
  }
  if (isLocal(request, rules)) return { id: 'local', role: 'admin' };
  if (staffToken !== undefined && hasSession(cookie, staffToken, rules.now()))
    return { id: 'staff', role: 'admin' };
  throw new ConsoleError(
    'not_signed_in',
    'Sign in at /login, or send Authorization: Bearer with the STAFF_TOKEN.',
    { 'www-authenticate': 'Bearer' },
  );
}

/** On a loopback listener, whoever works on this machine is staff. */
function isLocal(request: FastifyRequest, rules: StaffRules): boolean {
  return isLoopback(rules.host) && !cameThroughProxy(request);
}
