import type { StaffAction, StaffRole } from '@request-desk/shared/staff-api';

/** What a call does to data: `read` goes on while the control plane is away, the others do not. */
type RouteKind = 'read' | 'export' | 'change';

/**
 * When a call is written down: `first`, in the chain before it does anything, or it is refused;
 * `journal`, on the disk before its answer leaves; `batch`, as the first of some minutes likewise, the
 * others together; `none` for what shows nothing of a customer's calls.
 */
type RouteAudit = 'first' | 'journal' | 'batch' | 'none';

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
      readonly audit: RouteAudit;
    };

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route of the console has it; one without keeps the console from starting. */
    access?: RouteAccess;
  }
}

/** Options of a route that say who may call it. */
export interface Declared {
  readonly config: { readonly access: RouteAccess };
}

type ReadAction = Extract<StaffAction, `${string}:${'read' | 'search' | 'preview'}`>;

/** A new kind of reading does not compile before somebody has decided whether it is written down. */
const AUDIT_OF_READING: Readonly<Record<ReadAction, 'journal' | 'batch' | 'none'>> = {
  'requests:read': 'journal',
  'requests:search': 'journal',
  'audit:read': 'journal',
  'replies:read': 'none',
  'views:read': 'none',
  'desk:read': 'none',
  'dashboards:read': 'batch',
  'orgs:read': 'batch',
  'keys:read': 'batch',
  'alerts:read': 'none',
  'deliveries:read': 'none',
  'rules:read': 'none',
  'rules:preview': 'none',
  'objectives:read': 'none',
  'channels:read': 'none',
  'escalation:read': 'none',
  'silences:read': 'none',
  'silences:preview': 'none',
  'deploys:read': 'none',
  'maintenance:read': 'none',
  'maintenance:preview': 'none',
  'producers:read': 'none',
  'metrics:read': 'none',
  'sessions:read': 'none',
  'tokens:read': 'none',
  'senders:read': 'none',
};

interface AccessOptions {
  readonly kind?: RouteKind;
  readonly confirmed?: boolean;
  /** Of a reading, where it is not what its action has. */
  readonly audit?: 'journal' | 'batch' | 'none';
}

/** Options of a route that takes `role`; `action` says what it does, `…:read` and `…:search` read. */
export function needs(
  role: StaffRole,
  action: StaffAction,
  { kind = isReading(action) ? 'read' : 'change', confirmed = false, audit }: AccessOptions = {},
): Declared {
  const reading = audit ?? (isReading(action) ? AUDIT_OF_READING[action] : 'journal');
  return {
    config: {
      access: { role, action, kind, confirmed, audit: kind === 'read' ? reading : 'first' },
    },
  };
}

function isReading(action: StaffAction): action is ReadAction {
  return /:(read|search|preview)$/.test(action);
}

/** Options of a route for all callers, such as the sign-in page. */
export const FOR_ANYONE: Declared = { config: { access: { role: 'anyone' } } };
