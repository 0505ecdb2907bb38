/** Wire shapes of who works at the console: roles, actions and sessions. */
import { z } from 'zod';
import { instant } from './instant.ts';
import { oneLine } from './one-line.ts';
import { keyState } from './support-api.ts';

/** From the least to the most; each may do all that those before it may. */
export const STAFF_ROLES = ['support', 'engineer', 'admin'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

export const staffRole = z.enum(STAFF_ROLES);

/** Whether `role` includes all that `least` may do. */
export function atLeast(role: StaffRole, least: StaffRole): boolean {
  return STAFF_ROLES.indexOf(role) >= STAFF_ROLES.indexOf(least);
}

/** What calls of the console do. Each route names one, and the least role that may. */
export const STAFF_ACTIONS = [
  'desk:read',
  'requests:read',
  'requests:search',
  'requests:export',
  'dashboards:read',
  'orgs:read',
  'orgs:create',
  'keys:read',
  'keys:mint',
  'keys:rotate',
  'keys:revoke',
  'alerts:read',
  'alerts:acknowledge',
  'alerts:note',
  'alerts:own',
  'alerts:explain',
  'deliveries:read',
  'rules:read',
  'rules:preview',
  'rules:change',
  'objectives:read',
  'objectives:change',
  'channels:read',
  'channels:change',
  'channels:test',
  'escalation:read',
  'escalation:change',
  'silences:read',
  'silences:preview',
  'silences:change',
  'deploys:read',
  'deploys:create',
  'maintenance:read',
  'maintenance:preview',
  'maintenance:change',
  'producers:read',
  'producers:decide',
  'metrics:read',
  'session:confirm',
  'sessions:read',
  'sessions:end',
  'tokens:read',
  'tokens:mint',
  'tokens:revoke',
  'replies:read',
  'replies:rate',
  'views:read',
  'views:change',
  'senders:read',
  'senders:mint',
  'senders:revoke',
  'requests:reveal',
  'requests:copy',
  'audit:read',
  'audit:export',
  'audit:erase',
  'orgs:erase',
  'stores:move',
] as const;
export type StaffAction = (typeof STAFF_ACTIONS)[number];

/** `GET /support/v1/me` */
export const me = z.object({
  id: z.string(),
  role: staffRole,
  may: z.array(z.string()).describe('Actions that the role includes, such as `keys:mint`'),
  confirm_by: z
    .enum(['token', 'provider'])
    .nullable()
    .describe('How one proves again who one is; null for callers without a session'),
});
export type Me = z.infer<typeof me>;

/** One browser that is signed in. */
export const staffSession = z.object({
  id: z.string(),
  staff_id: z.string(),
  role: staffRole,
  entrance: z.enum(['link', 'token', 'provider']).describe('How it began'),
  address: z.string().describe('Where it began'),
  client: z.string().describe('The browser, as it called itself'),
  created_at: instant,
  seen_at: instant.describe('Last used, to the minute'),
  expires_at: instant.describe('At the latest; sooner when it is not used'),
  current: z.boolean().describe('The one that asks'),
});
export type StaffSession = z.infer<typeof staffSession>;

/** `GET /support/v1/sessions` */
export const sessionList = z.object({ items: z.array(staffSession) });
export type SessionList = z.infer<typeof sessionList>;

/** `GET /support/v1/sessions?whose=`; `all` is for admins. */
export const sessionsQuery = z.strictObject({ whose: z.enum(['own', 'all']).default('own') });

/** Body of `POST /support/v1/sessions/end`: of whom, and whether the one that asks goes on. */
export const endSessions = z.strictObject({
  whose: z.enum(['own', 'all']).describe('all is for admins'),
  keep_current: z.boolean().default(true),
});

export const endedSessions = z.object({ ended: z.int() });
export type EndedSessions = z.infer<typeof endedSessions>;

/** Body of `POST /support/v1/session/confirm`. */
export const confirmation = z.strictObject({ token: z.string().min(1).max(4096) });

/** A token that somebody made for a program. */
export const staffToken = z.object({
  id: z.string(),
  staff_id: z.string(),
  name: z.string(),
  role: staffRole,
  state: keyState,
  created_at: instant,
  expires_at: instant,
  last_used_at: instant.nullable().describe('To the minute'),
});
export type StaffToken = z.infer<typeof staffToken>;

/** `GET /support/v1/tokens` */
export const staffTokenList = z.object({ items: z.array(staffToken) });
export type StaffTokenList = z.infer<typeof staffTokenList>;

/** Body of `POST /support/v1/tokens`; the role is at most one's own. */
export const newStaffToken = z.strictObject({
  name: oneLine(120),
  role: staffRole,
  days: z.int().min(1).max(365).default(90),
});

/** `secret` is shown this one time. */
export const mintedToken = z.object({ ...staffToken.shape, secret: z.string() });
export type MintedToken = z.infer<typeof mintedToken>;
