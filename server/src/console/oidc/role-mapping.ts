import { STAFF_ROLES, type StaffRole } from '@request-desk/shared/staff-api';

/**
 * Who has which role: group names, `@domain` of an e-mail address, or a whole address. Addresses count
 * only where the provider has verified them.
 */
export type RoleMapping = Readonly<Record<StaffRole, readonly string[]>>;

/** What a provider says of a person. */
export interface Person {
  readonly groups: readonly string[];
  /** Verified by the provider, in lower case. */
  readonly email: string | undefined;
}

/** The highest role that `person` has by `mapping`. */
export function roleOf(person: Person, mapping: RoleMapping): StaffRole | undefined {
  return STAFF_ROLES.findLast((role) => mapping[role].some((entry) => isMatch(entry, person)));
}

function isMatch(entry: string, { groups, email }: Person): boolean {
  if (!entry.includes('@')) return groups.includes(entry);
  const wanted = entry.toLowerCase();
  return wanted.startsWith('@') ? email?.endsWith(wanted) === true : email === wanted;
}
