import type { CodeEntry } from '../code-entry.ts';

/** Of each cause that leaves nothing but to begin again. */
const CURSOR = {
  en: {
    what: 'The API cannot use this cursor: it was changed on its way, or it comes from elsewhere.',
    next: 'Please start again from the first page, without a cursor, and send each next_cursor back exactly as it came.',
  },
  de: {
    what: 'Die API kann diesen Cursor nicht verwenden: Er wurde unterwegs verändert oder stammt von anderswo.',
    next: 'Bitte beginnen Sie wieder bei der ersten Seite, ohne Cursor, und senden Sie jeden next_cursor genau so zurück, wie er kam.',
  },
};

export const INVALID_CURSOR = {
  status: 400,
  class: 'invalid',
  title: 'The cursor cannot be used',
  when: 'The `cursor` was not issued for this query, was altered, or is too old.',
  nextStep: 'Start again from the first page, without a cursor.',
  retry: 'never',
  causes: {
    undecodable: {
      kind: 'page_token',
      meaning: 'The cursor is not text that the API ever issues.',
      remediation: ['Check for truncation or double encoding of the cursor in the client.'],
      replies: CURSOR,
    },
    forged: {
      kind: 'page_token',
      meaning: 'The cursor decodes, but was not signed by the API, or for another organisation.',
      remediation: ['Cursors must be passed back unchanged; check who builds or stores them.'],
      replies: CURSOR,
    },
    other_query: {
      kind: 'page_token',
      meaning: 'The cursor belongs to a query with other parameters.',
      remediation: ['Keep the other parameters the same while paging.'],
      replies: {
        en: {
          what: 'The cursor belongs to a list that was asked for with other parameters.',
          next: 'Please start again from the first page, without a cursor, and keep the other parameters as they are from page to page.',
        },
        de: {
          what: 'Der Cursor gehört zu einer Liste, die mit anderen Parametern abgefragt wurde.',
          next: 'Bitte beginnen Sie wieder bei der ersten Seite, ohne Cursor, und lassen Sie die übrigen Parameter von Seite zu Seite gleich.',
        },
      },
    },
    expired: {
      kind: 'page_token',
      meaning: 'The cursor is older than the API keeps cursors valid.',
      remediation: ['Do not store cursors between runs; start again from the first page.'],
      replies: {
        en: {
          what: 'The cursor is too old.',
          next: 'Please start again from the first page, without a cursor, and do not store cursors between runs.',
        },
        de: {
          what: 'Der Cursor ist zu alt.',
          next: 'Bitte beginnen Sie wieder bei der ersten Seite, ohne Cursor, und speichern Sie Cursor nicht zwischen zwei Läufen.',
        },
      },
    },
  },
} as const satisfies CodeEntry;
