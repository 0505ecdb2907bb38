import type { CAUSE_KINDS } from '@request-desk/shared/profile';

/** Why bytes are no request, and the text of the answer. */
export interface Refusal {
  readonly kind: (typeof CAUSE_KINDS)['invalid'][number];
  readonly message: string;
}

/** What Node's parser knows of bytes that it refused. */
export interface ParserFault {
  /** Llhttp's, or one of Node's own. */
  readonly code: string | undefined;
  /** Llhttp's own words, where one code stands for two faults. */
  readonly reason: string | undefined;
  /** The message that it gave up in, as far as it was received. */
  readonly bytes: Buffer | undefined;
}

const header = (message: string): Refusal => ({ kind: 'header_invalid', message });
const http = (message: string): Refusal => ({ kind: 'http_malformed', message });

const BOTH_FRAMINGS = header('Content-Length and Transfer-Encoding cannot be used together.');
const TWO_LENGTHS = header('The Content-Length header is there more than once.');

/** What the parser reports, said to the caller. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: header(
    'URL and headers are larger than the server takes; look for oversized cookies.',
  ),
  HPE_INVALID_HEADER_TOKEN: header('A header is malformed.'),
  HPE_INVALID_CONTENT_LENGTH: header('The Content-Length header is not a number.'),
  HPE_INVALID_TRANSFER_ENCODING: header(
    'The Transfer-Encoding header is not one that the API knows.',
  ),
  HPE_INVALID_URL: { kind: 'url_malformed', message: 'The URL of the request is malformed.' },
  HPE_INVALID_EOF_STATE: http('The connection was ended before the request was complete.'),
  HPE_INVALID_CHUNK_SIZE: http('The body does not come in chunks, as its Transfer-Encoding says.'),
  ERR_HTTP_REQUEST_TIMEOUT: {
    kind: 'timeout',
    message: 'The request did not arrive completely in time; send it without pauses.',
  },
};

const MALFORMED = http('The bytes on this connection are not a valid HTTP/1.1 request.');
const TLS = http('The connection was begun with TLS, but this port speaks plain HTTP.');
const LINE = /^[\r\n]*([!#$%&'*+.^_`|~0-9A-Za-z-]{1,24}) [!-~]+ HTTP\/1\.[01]\r?\n/;

export const MISSING_HOST = header('The Host header is missing; HTTP/1.1 requires it.');
export const TWO_HOSTS = header('The Host header is there more than once; HTTP allows one.');

/** What to say to bytes that Node's parser refused. */
export function refusalOf({ code, reason = '', bytes }: ParserFault): Refusal {
  if (code === 'HPE_INVALID_METHOD') return refusedMethod(bytes);
  if (/be present with/i.test(reason)) return BOTH_FRAMINGS;
  if (code === 'HPE_UNEXPECTED_CONTENT_LENGTH') return TWO_LENGTHS;
  return REFUSALS[code ?? ''] ?? MALFORMED;
}

function refusedMethod(bytes: Buffer | undefined): Refusal {
  if (bytes?.[0] === 0x16 && bytes[1] === 0x03) return TLS;
  const method = LINE.exec(bytes?.toString('latin1', 0, 10_000) ?? '')?.[1];
  if (method === undefined) return MALFORMED;
  const upper = method.toUpperCase();
  const hint = upper === method ? '' : ' Methods are written in capitals.';
  return http(`The server knows no HTTP method ${method}.${hint}`);
}
