import { retryAfter } from '@request-desk/shared/retry';
import { atLeast } from '@request-desk/shared/staff-api';
import type { RouteAccess } from '../../http/route-access.ts';
import { ConsoleError } from '../console-error.ts';
import type { Staff } from '../staff.ts';

/**
 * Lets `staff` do what a route does. Throws ConsoleError: 403 when their role does not include it or
 * they must prove again who they are, 503 for changes and exports while the control plane is away.
 */
export function permit(staff: Staff, wanted: Exclude<RouteAccess, { role: 'anyone' }>): void {
  const { role, action, kind, confirmed } = wanted;
  if (!atLeast(staff.role, role))
    throw new ConsoleError(
      'not_allowed',
      `Your role, ${staff.role}, does not include ${action}: that requires ${role}.`,
    );
  if (staff.fromMemory && kind !== 'read')
    throw new ConsoleError(
      'control_plane_unavailable',
      'The control plane does not answer: until it does, lookups work and changes do not.',
      retryAfter(5),
    );
  if (confirmed && !staff.confirmed && staff.session === undefined)
    throw new ConsoleError(
      'not_allowed',
      `A personal token cannot do ${action}: sign in at the console.`,
    );
  if (confirmed && !staff.confirmed)
    throw new ConsoleError(
      'confirmation_needed',
      `Confirm your identity: ${action} requires a sign-in within the last ten minutes.`,
    );
}
