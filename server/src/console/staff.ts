import type { StaffRole } from '@request-desk/shared/staff-api';
import type { StoredSession } from '../database/staff/staff-sessions.ts';

/** Who works at the console, and how they came. */
export interface Staff {
  readonly id: string;
  readonly role: StaffRole;
  /** Names the credential that they used, as sessions and tokens that they make keep it. */
  readonly credential: string;
  /** Undefined for callers with a bearer token. */
  readonly session?: StoredSession | undefined;
  /** Of callers with a personal token. */
  readonly tokenId?: string;
  /** Whether they have proven within the last ten minutes who they are. */
  readonly confirmed: boolean;
  /** Known from memory, because the control plane is away: such a caller may read. */
  readonly fromMemory: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set for every call of a route that is not for anyone. */
    staff: Staff;
  }
}
