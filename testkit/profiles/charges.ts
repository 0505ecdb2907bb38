import { parseProfile } from '@request-desk/shared/profile';
import profile from '../../examples/charges-api/profile.json' with { type: 'json' };

/** Another company's API: codes of its own, one of them 402, and ids that name no trace. */
export const CHARGES_PROFILE = parseProfile(profile);

/** The `n`th id of this API; it differs from others in its time and in its end. */
export function chargeId(n: number): string {
  const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  let end = '';
  for (let rest = n; end.length < 6; rest = Math.floor(rest / 32)) end = digits[rest % 32] + end;
  return `ch_01J9ZQ4T6V8XKMNPRSTV${end}`;
}
