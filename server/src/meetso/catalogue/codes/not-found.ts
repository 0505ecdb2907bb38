import type { CodeEntry } from '../code-entry.ts';

/** The same for what is absent and what another organisation has: nobody learns that it exists. */
const NOTHING_THERE = {
  en: {
    what: 'There is nothing with this id that your API key can see.',
    next: 'Please check where the id comes from, and compare it with what a list call of the same key returns.',
  },
  de: {
    what: 'Unter dieser ID gibt es nichts, was Ihr API-Schlüssel sehen kann.',
    next: 'Bitte prüfen Sie, woher die ID stammt, und vergleichen Sie sie mit dem, was ein Listenaufruf desselben Schlüssels liefert.',
  },
};

export const NOT_FOUND = {
  status: 404,
  class: 'missing',
  title: 'Nothing there',
  when: 'The resource or the route does not exist, or is not visible to this API key.',
  nextStep: 'Check the id and the path; list the resources to see what this key can reach.',
  retry: 'never',
  causes: {
    absent: {
      kind: 'absent',
      meaning: 'No resource with this id was ever seen.',
      remediation: ['Ask where the id comes from; compare with a list call of the same key.'],
      replies: NOTHING_THERE,
    },
    other_org: {
      kind: 'hidden',
      meaning: 'The resource exists, but belongs to another organisation.',
      remediation: [
        'Never confirm to the customer that it exists.',
        'Check whether the customer works with several organisations and mixes their keys.',
      ],
      replies: NOTHING_THERE,
    },
    deleted: {
      kind: 'deleted',
      meaning: 'The resource existed in this organisation and was deleted.',
      remediation: ['Ask whether the deletion was intended; the event says when it happened.'],
      replies: {
        en: {
          what: 'What you asked for was deleted[ on {deleted}].',
          next: '[As your request was to delete it, there is nothing left for you to do.{removes}|Please remove the id from your data, or create the meeting again if you still need it.]',
        },
        de: {
          what: 'Was Sie abgefragt haben, wurde[ am {deleted}] gelöscht.',
          next: '[Da Ihre Anfrage es löschen sollte, ist nichts weiter zu tun.{removes}|Bitte entfernen Sie die ID aus Ihren Daten, oder legen Sie das Meeting neu an, wenn Sie es noch brauchen.]',
        },
      },
    },
    route_unknown: {
      kind: 'route_unknown',
      meaning: 'The API has no such path.',
      remediation: [
        'Compare the path with the API reference; a near miss is shown if there is one.',
      ],
      replies: {
        en: {
          what: 'The API has no such path.',
          next: '[Please call {near} instead.|Please compare the path with the API reference.]',
        },
        de: {
          what: 'Diesen Pfad hat die API nicht.',
          next: '[Bitte rufen Sie stattdessen {near} auf.|Bitte vergleichen Sie den Pfad mit der API-Referenz.]',
        },
      },
    },
    method_unknown: {
      kind: 'method_unknown',
      meaning: 'The path exists, but not with this HTTP method.',
      remediation: ['Compare the method with the API reference.'],
      replies: {
        en: {
          what: '[This path does not accept {method}|This path does not accept the method of the request].',
          next: '[Please use one of its methods: {methods}.|Please compare the method with the API reference.]',
        },
        de: {
          what: '[Dieser Pfad lässt die Methode {method} nicht zu|Dieser Pfad lässt die Methode der Anfrage nicht zu].',
          next: '[Bitte verwenden Sie eine der erlaubten Methoden: {methods}.|Bitte vergleichen Sie die Methode mit der API-Referenz.]',
        },
      },
    },
  },
} as const satisfies CodeEntry;
