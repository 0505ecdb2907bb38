import type { CodeEntry } from '../code-entry.ts';

const REPLACE_KEY = {
  en: '[Your replacement key {replacement}… is active: please deploy that one.|Please create a new key in Settings → API Keys and deploy it.]',
  de: '[Ihr Ersatzschlüssel {replacement}… ist aktiv. Bitte verwenden Sie diesen.|Bitte legen Sie unter Einstellungen → API-Schlüssel einen neuen Schlüssel an und verwenden Sie diesen.]',
};

export const INVALID_KEY = {
  status: 401,
  class: 'auth',
  title: 'The API key does not work',
  when: 'The API key is well formed but unknown, revoked or expired.',
  nextStep: 'Create a new key in Settings → API Keys, deploy it, and revoke the old one.',
  retry: 'never',
  causes: {
    unknown: {
      kind: 'key_unknown',
      meaning: 'No organisation has a key with this secret.',
      remediation: [
        'Compare the key prefix with the customer’s key list; often a test or an old key.',
      ],
      replies: {
        en: {
          what: 'The API does not know this key.',
          next: 'Please compare the key that your integration sends with those in Settings → API Keys, and deploy the right one.',
        },
        de: {
          what: 'Die API kennt diesen Schlüssel nicht.',
          next: 'Bitte vergleichen Sie den Schlüssel, den Ihre Anwendung sendet, mit denen unter Einstellungen → API-Schlüssel und verwenden Sie den richtigen.',
        },
      },
    },
    revoked: {
      kind: 'key_revoked',
      meaning: 'The key was revoked and can never be used again.',
      remediation: [
        'Tell the customer that the key was revoked; the event’s key page says when and by whom.',
        'Have the integration use the key that replaced it.',
      ],
      replies: {
        en: {
          what: 'The API key of this call was revoked[ on {ended}] and can never be used again.',
          next: REPLACE_KEY.en,
        },
        de: {
          what: 'Der API-Schlüssel dieses Aufrufs wurde[ am {ended}] widerrufen und kann nie wieder verwendet werden.',
          next: REPLACE_KEY.de,
        },
      },
    },
    expired: {
      kind: 'key_expired',
      meaning: 'The key is past its expiry date.',
      remediation: ['Have the customer mint a new key and deploy it.'],
      replies: {
        en: { what: 'The API key of this call expired[ on {ended}].', next: REPLACE_KEY.en },
        de: {
          what: 'Der API-Schlüssel dieses Aufrufs ist[ am {ended}] abgelaufen.',
          next: REPLACE_KEY.de,
        },
      },
    },
  },
} as const satisfies CodeEntry;
