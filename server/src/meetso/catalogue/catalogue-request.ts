import type { Entry } from './catalogue-entry.ts';

/** Text of the codes that blame the request itself. */
export const REQUEST_ENTRIES: { readonly [C in 'invalid_request' | 'invalid_cursor']: Entry<C> } = {
  invalid_request: {
    title: 'The request is not valid',
    when: 'A parameter, a body field, a header or the HTTP message itself breaks a rule.',
    nextStep: 'Correct the field that the message names and send the request again.',
    retry: 'never',
    causes: {
      parameter_invalid: {
        meaning: 'A query or path parameter has a value that is not allowed.',
        remediation: [
          'Tell the customer which parameter failed and what it accepts.',
          'Where a near miss is shown, offer that spelling.',
        ],
      },
      parameter_unknown: {
        meaning: 'The request carries a query parameter that this route does not have.',
        remediation: ['Name the unknown parameter and the ones the route accepts.'],
      },
      body_invalid: {
        meaning: 'The JSON body was read, but a field is missing, unknown or of the wrong type.',
        remediation: ['Name every failing field and its rule; the event lists all of them.'],
      },
      body_malformed: {
        meaning: 'The body is not valid JSON or not valid UTF-8.',
        remediation: [
          'Ask for the exact bytes sent; a proxy or a string concatenation often breaks them.',
        ],
      },
      media_type: {
        meaning: 'The body was sent with a Content-Type other than application/json.',
        remediation: ['Ask the customer to send `Content-Type: application/json`.'],
      },
      body_too_large: {
        meaning: 'The body is larger than the API accepts.',
        remediation: ['Ask the customer to send less in one request.'],
      },
      url_malformed: {
        meaning: 'The path or query has broken percent-encoding, or is too long.',
        remediation: ['Ask the customer to build URLs with a URL library instead of by hand.'],
      },
      header_invalid: {
        meaning: 'A header is malformed or the headers are too large together.',
        remediation: [
          'Look for oversized cookies or forwarded headers in the client or its proxy.',
        ],
      },
      http_malformed: {
        meaning: 'The bytes on the connection were not a valid HTTP request.',
        remediation: ['Check for a proxy that rewrites requests, or TLS sent to a plain port.'],
      },
      timeout: {
        meaning: 'The request did not arrive completely in time.',
        remediation: ['Look for a slow network or a client that opens a request and stalls.'],
      },
      idempotency_mismatch: {
        meaning: 'The Idempotency-Key was used within a day for a call with another body.',
        remediation: [
          'Have the customer make a new key for each new call, and keep it for its retries only.',
        ],
      },
    },
  },
  invalid_cursor: {
    title: 'The cursor cannot be used',
    when: 'The `cursor` was not issued for this query, was altered, or is too old.',
    nextStep: 'Start again from the first page, without a cursor.',
    retry: 'never',
    causes: {
      undecodable: {
        meaning: 'The cursor is not text that the API ever issues.',
        remediation: ['Check for truncation or double encoding of the cursor in the client.'],
      },
      forged: {
        meaning: 'The cursor decodes, but was not signed by the API, or for another organisation.',
        remediation: ['Cursors must be passed back unchanged; check who builds or stores them.'],
      },
      other_query: {
        meaning: 'The cursor belongs to a query with other parameters.',
        remediation: ['Keep the other parameters the same while paging.'],
      },
      expired: {
        meaning: 'The cursor is older than the API keeps cursors valid.',
        remediation: ['Do not store cursors between runs; start again from the first page.'],
      },
    },
  },
};
