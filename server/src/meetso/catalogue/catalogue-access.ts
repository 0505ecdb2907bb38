import type { Entry } from './catalogue-entry.ts';

/** Text of the codes that concern keys, scopes and visibility. */
export const ACCESS_ENTRIES: {
  readonly [C in 'unauthorized' | 'invalid_key' | 'scope_missing' | 'not_found']: Entry<C>;
} = {
  unauthorized: {
    title: 'No usable credentials',
    when: 'The `Authorization` header is missing or is not `Bearer` with a well-formed API key.',
    nextStep: 'Send `Authorization: Bearer` followed by an API key from Settings → API Keys.',
    retry: 'never',
    causes: {
      header_missing: {
        meaning: 'The request has no Authorization header.',
        remediation: [
          'Check that the integration sets the header on every call, redirects included.',
          'An empty environment variable is the usual reason.',
        ],
      },
      scheme_wrong: {
        meaning: 'The Authorization header uses a scheme other than Bearer.',
        remediation: ['Ask for `Authorization: Bearer …`; Basic and bare keys are not accepted.'],
      },
      token_malformed: {
        meaning: 'The Authorization header is not the word Bearer, one space and a whole API key.',
        remediation: [
          'The verdict names the slip: quotes, a colon, a cut or masked key, an empty variable.',
        ],
      },
    },
  },
  invalid_key: {
    title: 'The API key does not work',
    when: 'The API key is well formed but unknown, revoked or expired.',
    nextStep: 'Create a new key in Settings → API Keys, deploy it, and revoke the old one.',
    retry: 'never',
    causes: {
      unknown: {
        meaning: 'No organisation has a key with this secret.',
        remediation: [
          'Compare the key prefix with the customer’s key list; often a test or an old key.',
        ],
      },
      revoked: {
        meaning: 'The key was revoked and can never be used again.',
        remediation: [
          'Tell the customer that the key was revoked; the event’s key page says when and by whom.',
          'Have the integration use the key that replaced it.',
        ],
      },
      expired: {
        meaning: 'The key is past its expiry date.',
        remediation: ['Have the customer mint a new key and deploy it.'],
      },
    },
  },
  scope_missing: {
    title: 'The key lacks a scope',
    when: 'The API key is valid, but was not granted the scope that this route needs.',
    nextStep:
      'Create a key with the required scope in Settings → API Keys and use it for this call.',
    retry: 'never',
    causes: {
      scope_missing: {
        meaning: 'The key is valid but does not hold the scope that the route requires.',
        remediation: [
          'Compare the required with the held scopes below.',
          'Scopes of a key cannot be changed: a new key is needed.',
        ],
      },
    },
  },
  not_found: {
    title: 'Nothing there',
    when: 'The resource or the route does not exist, or is not visible to this API key.',
    nextStep: 'Check the id and the path; list the resources to see what this key can reach.',
    retry: 'never',
    causes: {
      absent: {
        meaning: 'No resource with this id was ever seen.',
        remediation: ['Ask where the id comes from; compare with a list call of the same key.'],
      },
      other_org: {
        meaning: 'The resource exists, but belongs to another organisation.',
        remediation: [
          'Never confirm to the customer that it exists.',
          'Check whether the customer works with several organisations and mixes their keys.',
        ],
      },
      deleted: {
        meaning: 'The resource existed in this organisation and was deleted.',
        remediation: ['Ask whether the deletion was intended; the event says when it happened.'],
      },
      route_unknown: {
        meaning: 'The API has no such path.',
        remediation: [
          'Compare the path with the API reference; a near miss is shown if there is one.',
        ],
      },
      method_unknown: {
        meaning: 'The path exists, but not with this HTTP method.',
        remediation: ['Compare the method with the API reference.'],
      },
    },
  },
};
