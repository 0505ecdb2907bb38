import type { StaffAction, StaffRole } from '@request-desk/shared/staff-api';

/** What a call does to data: `read` goes on while the control plane is away, the others do not. */
export type RouteKind = 'read' | 'export' | 'change';

/** Who may call a route, as the route itself declares it. */
export type RouteAccess =
  | { readonly role: 'anyone' }
  | {
      /** The least role. */
      readonly role: StaffRole;
      readonly action: StaffAction;
      readonly kind: RouteKind;
      /** Whether the caller must have proven lately who they are. */
      readonly confirmed: boolean;
    };

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route of the console has it; one without keeps the console from starting. */
    access?: RouteAccess;
  }
}

interface Declared {
  readonly config: { readonly access: RouteAccess };
}

/** Options of a route that takes `role`; `action` says what it does, `…:read` and `…:search` read. */
export function needs(
  role: StaffRole,
  action: StaffAction,
  { kind, confirmed = false }: { readonly kind?: RouteKind; readonly confirmed?: boolean } = {},
): Declared {
  const reads = /:(read|search|preview)$/.test(action);
  return {
    config: { access: { role, action, kind: kind ?? (reads ? 'read' : 'change'), confirmed } },
  };
}

/** Options of a route for whoever calls, such as the sign-in page. */
export const FOR_ANYONE: Declared = { config: { access: { role: 'anyone' } } };
