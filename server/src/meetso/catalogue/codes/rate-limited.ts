import type { CodeEntry } from '../code-entry.ts';

const PACE = {
  en: 'After such an answer, please wait as long as its Retry-After header says[ (here {wait} s)][, and from then on leave at least {pace} between two calls|, and continue at a lower pace].',
  de: 'Bitte warten Sie nach einer solchen Antwort so lange, wie es ihr Header Retry-After vorgibt[ (hier {wait} s)][, und lassen Sie danach zwischen zwei Aufrufen mindestens {pace} Abstand|, und senden Sie Ihre Aufrufe danach in größerem Abstand].',
};

export const RATE_LIMITED = {
  status: 429,
  class: 'limit',
  title: 'Too many requests',
  when: 'The key made more requests in a second or in a minute than its limits allow.',
  nextStep: 'Wait as long as the `Retry-After` header says, then continue at a lower pace.',
  retry: 'after_retry_after',
  causes: {
    burst: {
      kind: 'limit_burst',
      meaning: 'The key exceeded the burst limit within one second.',
      remediation: ['Suggest spreading calls evenly, for instance with a queue in the client.'],
      replies: {
        en: {
          what: 'Your API key made more calls within a second than its limit[ of {limit}] allows.',
          next: PACE.en,
        },
        de: {
          what: 'Ihr API-Schlüssel hat innerhalb einer Sekunde mehr Aufrufe gemacht, als sein Limit[ von {limit}] erlaubt.',
          next: PACE.de,
        },
      },
    },
    sustained: {
      kind: 'limit_sustained',
      meaning: 'The key exceeded the sustained limit within one minute.',
      remediation: [
        'Look at the key’s pace: is it a loop that ignores Retry-After?',
        'Suggest larger pages (`limit=100`) or caching.',
      ],
      replies: {
        en: {
          what: 'Your API key made more calls within a minute than its limit[ of {limit}] allows.',
          next: PACE.en,
        },
        de: {
          what: 'Ihr API-Schlüssel hat innerhalb einer Minute mehr Aufrufe gemacht, als sein Limit[ von {limit}] erlaubt.',
          next: PACE.de,
        },
      },
    },
    auth_flood: {
      kind: 'limit_auth_flood',
      meaning: 'Too many calls without a working key came from one address.',
      remediation: ['Find the client with the wrong key at that address; it may be a key guesser.'],
      replies: {
        en: {
          what: 'Too many calls without a working API key came from your address.',
          next: 'Please correct the API key that is used there first[, and then wait {wait} s].',
        },
        de: {
          what: 'Von Ihrer Adresse kamen zu viele Aufrufe ohne gültigen API-Schlüssel.',
          next: 'Bitte korrigieren Sie zuerst den API-Schlüssel, der dort verwendet wird[, und warten Sie dann {wait} s].',
        },
      },
    },
  },
} as const satisfies CodeEntry;
