import { parseProfile } from '@request-desk/shared/profile';

const en = (title: string, when: string, next_step: string) => ({ en: { title, when, next_step } });
const cause = (kind: string | null, meaning: string, ...steps: string[]) => ({
  kind,
  texts: { en: { meaning, steps } },
});

/** Another company's API: codes of its own, one of them 402, and ids that name no trace. */
export const CHARGES_PROFILE = parseProfile({
  name: 'Charges API',
  service: 'charges-api',
  docs_base: 'https://docs.charges.example',
  codes: {
    bad_amount: {
      status: 422,
      class: 'invalid',
      docs: 'errors/bad-amount',
      texts: en('Bad amount', 'The amount is not a whole number of cents.', 'Send whole cents.'),
      causes: { not_whole: cause('body_invalid', 'The amount has a fraction.', 'Name the field.') },
    },
    card_declined: {
      status: 402,
      class: 'invalid',
      docs: 'errors/card-declined',
      texts: en(
        'The card was declined',
        'The issuer declined the card for {request_id}.',
        'Ask for another card.',
      ),
      causes: {
        no_funds: cause(null, 'The issuer said on {path} that there are no funds.', 'Say no more.'),
      },
    },
    who_are_you: {
      status: 401,
      class: 'auth',
      texts: en('Who are you?', 'The key does not work.', 'Use a key that works.'),
      causes: { cancelled: cause('key_revoked', 'The key was cancelled.') },
    },
    no_charge: {
      status: 404,
      class: 'missing',
      texts: en('No such charge', 'There is no such charge.', 'Check the id.'),
      causes: {
        nowhere: cause('absent', 'There never was such a charge.'),
        elsewhere: cause('hidden', 'It belongs to somebody else.'),
      },
    },
    slow_down: {
      status: 429,
      class: 'limit',
      texts: en('Slow down', 'Too many charges at once.', 'Wait a little.'),
      causes: { spike: cause('limit_burst', 'Too many in a second.') },
    },
    our_fault: {
      status: 500,
      class: 'server',
      texts: en('Our fault', 'Something broke.', 'Try again later.'),
      causes: {
        crash: cause('exception', 'An exception stopped it.'),
        closing: cause('draining', 'It was shutting down.'),
      },
    },
  },
  request_id: { prefix: 'ch_', alphabet: 'crockford32', length: 26 },
  key: { prefix: 'sk_', alphabet: 'base62', length: 24, shown: 7 },
});

/** The `n`th id of this API; it differs from others in its time and in its end. */
export function chargeId(n: number): string {
  const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  let end = '';
  for (let rest = n; end.length < 6; rest = Math.floor(rest / 32)) end = digits[rest % 32] + end;
  return `ch_01J9ZQ4T6V8XKMNPRSTV${end}`;
}
