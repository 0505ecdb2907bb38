import type { KeyState } from '@request-desk/shared/support-api';
import type { Scope } from '../scopes.ts';
import type { KeyUse } from './demo-data.ts';

/** One key that an organisation of the demo should have. */
export interface KeyPlan {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly use: KeyUse;
  readonly state: KeyState;
  /** Name of the key of the same organisation that took its place. */
  readonly replacedBy?: string;
}

export interface OrgPlan {
  readonly name: string;
  readonly keys: readonly KeyPlan[];
}

const READ: readonly Scope[] = ['meetings:read'];
const WRITE: readonly Scope[] = ['meetings:write'];
const BOTH: readonly Scope[] = [...READ, ...WRITE];

/** What every organisation has: seven keys in use and three that are not. */
const USUAL: readonly KeyPlan[] = [
  active('Production server', BOTH),
  active('Staging server', BOTH),
  active('Calendar sync', BOTH),
  active('Mobile app backend', BOTH),
  active('Reporting job', READ),
  active('Lobby display', READ),
  active('Booking form', WRITE),
  { ...retired('Production server (2024)', BOTH, 'revoked'), replacedBy: 'Production server' },
  retired('Contractor laptop', BOTH, 'revoked'),
  retired('Pilot', READ, 'expired'),
];

export const ORG_PLANS: readonly OrgPlan[] = [
  { name: 'Fernhill Labs', keys: USUAL },
  { name: 'Northwater Dental Group', keys: USUAL },
  {
    name: 'Stratus Freight',
    keys: [{ ...active('Dispatch board', READ), use: 'runaway' }, ...USUAL],
  },
  { name: 'Harbor & Pine Legal', keys: USUAL },
  {
    name: 'Quillon Education',
    keys: [{ ...active('Timetable import', BOTH), use: 'importer' }, ...USUAL],
  },
  { name: 'Ovando Studios', keys: [{ ...active('Try me', BOTH), use: 'try' }, ...USUAL] },
];

function active(name: string, scopes: readonly Scope[]): KeyPlan {
  return { name, scopes, use: 'client', state: 'active' };
}

function retired(name: string, scopes: readonly Scope[], state: KeyState): KeyPlan {
  return { name, scopes, use: 'retired', state };
}
