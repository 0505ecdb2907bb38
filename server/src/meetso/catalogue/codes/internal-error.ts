import type { CodeEntry } from '../code-entry.ts';

export const INTERNAL_ERROR = {
  status: 500,
  class: 'server',
  title: 'Something failed on our side',
  when: 'The API could not complete a valid request because of a fault on our side.',
  nextStep:
    'Retry with backoff (1 s, 2 s, 4 s; about three attempts), then contact support with the request id.',
  retry: 'backoff',
  causes: {
    exception: {
      kind: 'exception',
      meaning: 'An unexpected exception stopped the request.',
      remediation: [
        'Open the Sentry event and check whether others are hit.',
        'Tell the customer whether retries succeed now.',
      ],
      replies: {
        en: {
          what: 'We are sorry: this was a fault on our side.',
          next: 'Please send the request again[; as it creates or changes something, check first whether it went through after all{writes}].',
        },
        de: {
          what: 'Es tut uns leid, das war ein Fehler auf unserer Seite.',
          next: 'Bitte senden Sie die Anfrage noch einmal[; da sie etwas anlegt oder ändert, prüfen Sie vorher, ob sie nicht doch ausgeführt wurde{writes}].',
        },
      },
    },
    overloaded: {
      kind: 'overloaded',
      meaning: 'The process shed the request to stay alive under load.',
      remediation: ['Check the error-rate dashboard; a retry after a short wait usually works.'],
      replies: {
        en: {
          what: 'We are sorry: the API was too busy for a moment and did not take your request. Nothing was executed.',
          next: 'Please send the request again after a few seconds.',
        },
        de: {
          what: 'Es tut uns leid: Die API war für einen Moment überlastet und hat Ihre Anfrage nicht angenommen. Es wurde nichts ausgeführt.',
          next: 'Bitte senden Sie die Anfrage nach einigen Sekunden noch einmal.',
        },
      },
    },
    draining: {
      kind: 'draining',
      meaning: 'The process was shutting down for a deploy and refused new work.',
      remediation: ['A retry goes to another process; no action is needed unless it persists.'],
      replies: {
        en: {
          what: 'We are sorry: the server that got your request was being restarted and did not take it. Nothing was executed.',
          next: 'Please send the request again.',
        },
        de: {
          what: 'Es tut uns leid: Der Server, der Ihre Anfrage bekam, wurde gerade neu gestartet und hat sie nicht angenommen. Es wurde nichts ausgeführt.',
          next: 'Bitte senden Sie die Anfrage noch einmal.',
        },
      },
    },
    control_plane_away: {
      kind: 'control_plane_away',
      meaning: 'The control plane (keys, meetings) did not answer in time or was replaced.',
      remediation: [
        'See /readyz and the log of the process; the call works again when the database does.',
      ],
      replies: {
        en: {
          what: 'We are sorry: a part of our system that this call needs did not answer in time.',
          next: 'Please send the request again after a few seconds[; as it creates or changes something, check first whether it went through after all{writes}].',
        },
        de: {
          what: 'Es tut uns leid: Ein Teil unseres Systems, den dieser Aufruf braucht, hat nicht rechtzeitig geantwortet.',
          next: 'Bitte senden Sie die Anfrage nach einigen Sekunden noch einmal[; da sie etwas anlegt oder ändert, prüfen Sie vorher, ob sie nicht doch ausgeführt wurde{writes}].',
        },
      },
    },
    idempotency_in_flight: {
      kind: 'repeat_in_flight',
      meaning: 'A repetition of a call waited for the first one, which had no answer in time.',
      remediation: [
        'Nothing was done twice. A retry with the same key gets the answer of the first call, or is carried out.',
      ],
      replies: {
        en: {
          what: 'An earlier request with the same Idempotency-Key was still being carried out. Nothing was done twice.',
          next: 'Please send the request again after a few seconds, with the same Idempotency-Key.',
        },
        de: {
          what: 'Eine frühere Anfrage mit demselben Idempotency-Key wurde noch ausgeführt. Es wurde nichts doppelt ausgeführt.',
          next: 'Bitte senden Sie die Anfrage nach einigen Sekunden noch einmal, mit demselben Idempotency-Key.',
        },
      },
    },
  },
} as const satisfies CodeEntry;
