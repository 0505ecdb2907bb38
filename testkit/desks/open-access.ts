import type { AuditTrail } from '../../server/src/console/audit/audit-trail.ts';
import type { StaffAccess } from '../../server/src/console/staff-access.ts';

/** For tests of what lies behind access control: every caller is staff. */
export const OPEN_ACCESS: StaffAccess = {
  resolve: async ({ headers }) => ({
    id: headers.authorization === undefined ? 'local' : 'automation',
    credential: 'open',
    role: 'admin',
    confirmed: true,
    fromMemory: false,
  }),
  routes: async () => undefined,
  staffRoutes: async () => undefined,
};

/** For tests of something else: nothing is written down. */
export const NO_TRAIL: AuditTrail = { note: async () => undefined, write: async () => undefined };
