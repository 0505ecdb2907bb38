import type { Entry } from './catalogue-entry.ts';

/** Text of the codes that concern pace and our own faults. */
export const SERVICE_ENTRIES: { readonly [C in 'rate_limited' | 'internal_error']: Entry<C> } = {
  rate_limited: {
    title: 'Too many requests',
    when: 'The key made more requests in a second or in a minute than its limits allow.',
    nextStep: 'Wait as long as the `Retry-After` header says, then continue at a lower pace.',
    retry: 'after_retry_after',
    causes: {
      burst: {
        meaning: 'The key exceeded the burst limit within one second.',
        remediation: ['Suggest spreading calls evenly, for instance with a queue in the client.'],
      },
      sustained: {
        meaning: 'The key exceeded the sustained limit within one minute.',
        remediation: [
          'Look at the key’s pace: is it a loop that ignores Retry-After?',
          'Suggest larger pages (`limit=100`) or caching.',
        ],
      },
      auth_flood: {
        meaning: 'Too many calls without a working key came from one address.',
        remediation: [
          'Find the client with the wrong key at that address; it may be a key guesser.',
        ],
      },
    },
  },
  internal_error: {
    title: 'Something failed on our side',
    when: 'The API could not complete a valid request because of a fault on our side.',
    nextStep:
      'Retry with backoff (1 s, 2 s, 4 s; about three attempts), then contact support with the request id.',
    retry: 'backoff',
    causes: {
      exception: {
        meaning: 'An unexpected exception stopped the request.',
        remediation: [
          'Open the Sentry event and check whether others are hit.',
          'Tell the customer whether retries succeed now.',
        ],
      },
      overloaded: {
        meaning: 'The process shed the request to stay alive under load.',
        remediation: ['Check the error-rate dashboard; a retry after a short wait usually works.'],
      },
      draining: {
        meaning: 'The process was shutting down for a deploy and refused new work.',
        remediation: ['A retry goes to another process; no action is needed unless it persists.'],
      },
      control_plane_away: {
        meaning: 'The control plane (keys, meetings) did not answer in time or was replaced.',
        remediation: [
          'See /readyz and the log of the process; the call works again when the database does.',
        ],
      },
      idempotency_in_flight: {
        meaning: 'A repetition of a call waited for the first one, which had no answer in time.',
        remediation: [
          'Nothing was done twice. A retry with the same key gets the answer of the first call, or is carried out.',
        ],
      },
    },
  },
};
