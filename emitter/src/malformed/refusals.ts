import type { CAUSE_KINDS } from '@request-desk/shared/profile';

/** Why bytes are no request, and what the caller is told. */
export interface Refusal {
  readonly kind: (typeof CAUSE_KINDS)['invalid'][number];
  readonly message: string;
}

/** What Node's parser reports (llhttp's and its own codes), said to the caller. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    kind: 'header_invalid',
    message: 'URL and headers are larger than the server takes; look for oversized cookies.',
  },
  HPE_INVALID_HEADER_TOKEN: { kind: 'header_invalid', message: 'A header is malformed.' },
  HPE_INVALID_CONTENT_LENGTH: {
    kind: 'header_invalid',
    message: 'The Content-Length header is not a number.',
  },
  HPE_UNEXPECTED_CONTENT_LENGTH: {
    kind: 'header_invalid',
    message: 'Content-Length and Transfer-Encoding cannot be used together.',
  },
  HPE_INVALID_TRANSFER_ENCODING: {
    kind: 'header_invalid',
    message: 'The Transfer-Encoding header is not one that the API knows.',
  },
  HPE_INVALID_URL: { kind: 'url_malformed', message: 'The URL of the request is malformed.' },
  ERR_HTTP_REQUEST_TIMEOUT: {
    kind: 'timeout',
    message: 'The request did not arrive completely in time; send it without pauses.',
  },
};

const MALFORMED: Refusal = {
  kind: 'http_malformed',
  message: 'The bytes on this connection are not a valid HTTP/1.1 request.',
};

export const MISSING_HOST: Refusal = {
  kind: 'header_invalid',
  message: 'The Host header is missing; HTTP/1.1 requires it.',
};

/** What to say to bytes that Node's parser refused with `code`. */
export function refusalOf(code: string | undefined): Refusal {
  return REFUSALS[code ?? ''] ?? MALFORMED;
}
