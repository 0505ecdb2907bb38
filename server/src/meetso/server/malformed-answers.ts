import type { MalformedAnswers, Refusal } from '@request-desk/fastify';
import { envelopeText, errorHeaders } from '../error-answer.ts';
import { MOST_URL_CHARACTERS, TOO_LONG } from './valid-http.ts';

const OVERFLOW: Refusal = { kind: 'header_invalid', message: TOO_LONG.head };
const LONG_URL: Refusal = { kind: 'url_malformed', message: TOO_LONG.url };
const LONG_REQUEST_LINE = new RegExp(`^[A-Z]+ [^\\r\\n]{${MOST_URL_CHARACTERS}}`);
const BAD_URL: Refusal = {
  kind: 'url_malformed',
  message:
    'The path has broken percent-encoding: each % must begin the code of a byte, and the bytes must ' +
    'be UTF-8. Build the URL with a URL library.',
};

/** Answers what never became a request with the envelope of `invalid_request`. */
export const MALFORMED_ANSWERS: MalformedAnswers = {
  refusalOf(code, bytes) {
    if (code === 'FST_ERR_BAD_URL') return BAD_URL;
    if (code !== 'HPE_HEADER_OVERFLOW') return undefined;
    return bytes && LONG_REQUEST_LINE.test(bytes.toString('latin1')) ? LONG_URL : OVERFLOW;
  },
  answer: ({ message }, requestId) => ({
    headers: errorHeaders('invalid_request'),
    body: envelopeText('invalid_request', message, requestId),
  }),
};
