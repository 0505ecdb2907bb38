import type { CodeEntry } from '../code-entry.ts';

export const UNAUTHORIZED = {
  status: 401,
  class: 'auth',
  title: 'No usable credentials',
  when: 'The `Authorization` header is missing or is not `Bearer` with a well-formed API key.',
  nextStep: 'Send `Authorization: Bearer` followed by an API key from Settings → API Keys.',
  retry: 'never',
  causes: {
    header_missing: {
      kind: 'credential_missing',
      meaning: 'The request has no Authorization header.',
      remediation: [
        'Check that the integration sets the header on every call, redirects included.',
        'An empty environment variable is the usual reason.',
      ],
      replies: {
        en: {
          what: 'The request came without an API key: its Authorization header is missing or empty.',
          next: 'Please send the header “Authorization: Bearer”, followed by your API key, with every call.',
        },
        de: {
          what: 'Die Anfrage kam ohne API-Schlüssel: Der Header Authorization fehlt oder ist leer.',
          next: 'Bitte senden Sie bei jedem Aufruf den Header „Authorization: Bearer“, gefolgt von Ihrem API-Schlüssel.',
        },
      },
    },
    scheme_wrong: {
      kind: 'credential_scheme',
      meaning: 'The Authorization header uses a scheme other than Bearer.',
      remediation: ['Ask for `Authorization: Bearer …`; Basic and bare keys are not accepted.'],
      replies: {
        en: {
          what: 'The Authorization header does not use the scheme Bearer.',
          next: 'Please send the word Bearer, a space and your API key in that header.',
        },
        de: {
          what: 'Der Header Authorization verwendet nicht das Schema Bearer.',
          next: 'Bitte senden Sie in diesem Header das Wort Bearer, ein Leerzeichen und Ihren API-Schlüssel.',
        },
      },
    },
    token_malformed: {
      kind: 'credential_malformed',
      meaning: 'The Authorization header is not the word Bearer, one space and a whole API key.',
      remediation: [
        'The verdict names the slip: quotes, a colon, a cut or masked key, an empty variable.',
      ],
      replies: {
        en: {
          what: 'The value of the Authorization header is not an API key.',
          next: 'Please send the word Bearer once, one space and your whole API key, exactly as it was shown to you, and nothing else in that header.',
        },
        de: {
          what: 'Der Wert des Headers Authorization ist kein API-Schlüssel.',
          next: 'Bitte senden Sie in diesem Header einmal das Wort Bearer, ein Leerzeichen und Ihren vollständigen API-Schlüssel genau so, wie er angezeigt wurde, und sonst nichts.',
        },
      },
    },
  },
} as const satisfies CodeEntry;
