import type { FastifyRequest } from 'fastify';
import { ConsoleError } from './console-error.ts';

/** Who works at the console. */
export interface Staff {
  readonly id: string;
  readonly role: 'admin' | 'support' | 'viewer';
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set for every call below `/support/v1`. */
    staff: Staff;
  }
}

/** Support people act for customers; what changes the desk itself is for admins. */
const SUPPORT_ACTIONS = /^(keys|orgs|silences|alerts):/;

/** Whether `staff` may do `action`, such as `keys:revoke`; reading is `…:read`. */
export function can(staff: Staff, action: string): boolean {
  if (staff.role === 'admin' || action.endsWith(':read')) return true;
  return staff.role === 'support' && SUPPORT_ACTIONS.test(action);
}

/** The caller of `request`. Throws ConsoleError (403) when they may not do `action`. */
export function allowed(request: FastifyRequest, action: string): Staff {
  if (can(request.staff, action)) return request.staff;
  throw new ConsoleError(
    'not_allowed',
    `Your role, ${request.staff.role}, does not include ${action}.`,
  );
}
