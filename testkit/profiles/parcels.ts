import { parseProfile } from '@request-desk/shared/profile';
import { MEETSO_PROFILE } from '../../server/src/meetso/profile.ts';

const NAMES: Readonly<Record<string, string>> = {
  Meetso: 'Parcel',
  meetso: 'parcel',
  mts_: 'pcl_',
  mtg_: 'box_',
  invalid_request: 'bad_input',
  invalid_cursor: 'bad_page',
  unauthorized: 'no_key',
  invalid_key: 'dead_key',
  scope_missing: 'no_scope',
  not_found: 'no_parcel',
  rate_limited: 'slow_down',
  internal_error: 'our_fault',
};

/** The Meetso API under other names: what holds for the one holds for an API of the same kind. */
export const PARCEL_PROFILE = parseProfile(
  JSON.parse(
    JSON.stringify(MEETSO_PROFILE).replace(
      new RegExp(Object.keys(NAMES).join('|'), 'g'),
      (name) => NAMES[name] ?? name,
    ),
  ),
);
