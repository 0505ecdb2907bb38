import { atLeast, type Me } from '@request-desk/shared/staff-api';
import type { DeclaredRoute } from './guard/route-roles.ts';
import type { Staff } from './staff.ts';

const CONFIRM_BY = { link: 'token', token: 'token', provider: 'provider' } as const;

/** Who calls, and what `routes` let them do: pages offer nothing else. */
export function meAsWire({ id, role, session }: Staff, routes: readonly DeclaredRoute[]): Me {
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
