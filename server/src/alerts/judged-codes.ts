import type { AlertClass, Profile } from '@request-desk/shared/profile';
import {
  causesOfKind,
  codeNames,
  codesOfClass,
  uncountedCauses,
} from '@request-desk/shared/profile-codes';
import type { JudgedCodes } from '../clickhouse/queries/alert-buckets.ts';

/** The codes of a class, where that class alerts. */
export function alertingCodes(profile: Profile, of: AlertClass): string[] {
  return profile.alerts[of] === undefined ? [] : codesOfClass(profile, of);
}

/** Causes whose failures are nobody's trouble: they are neither judged nor shown as an alert's. */
export function unjudgedCauses(profile: Profile): string[] {
  return [...uncountedCauses(profile), ...causesOfKind(profile, 'draining')];
}

/** What the built-in rules judge: an unknown code goes by its status, where its class alerts. */
export function judgedCodes(profile: Profile): JudgedCodes {
  return {
    server: alertingCodes(profile, 'server'),
    limit: alertingCodes(profile, 'limit'),
    others: {
      server: profile.alerts.server !== undefined,
      limit: profile.alerts.limit !== undefined,
    },
    known: codeNames(profile),
    draining: causesOfKind(profile, 'draining', 'repeat_in_flight'),
  };
}
