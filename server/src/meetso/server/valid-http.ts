import type { IncomingMessage } from 'node:http';
import { ApiError } from '../api-error.ts';
import type { CauseOf } from '../catalogue/causes.ts';

export const MOST_URL_CHARACTERS = 8_192;
export const MOST_HEAD_KIB = 16;
/** The answer to callers that send more, also where Node's parser finds it. */
export const TOO_LONG = {
  url: `The URL is longer than ${MOST_URL_CHARACTERS} characters.`,
  head: `URL and headers are larger than ${MOST_HEAD_KIB} KiB together; look for oversized cookies.`,
} as const;
/** What stands around a header, and around method and URL, on the wire. */
const [AROUND_FIELD, AROUND_LINE] = [4, 12];
/** Nothing beside it: what else is expected is not met. */
const CONTINUE = /^100-continue(?: *, *100-continue)*$/i;

/**
 * What Node's parser takes at the most, in bytes of URL and headers: more than a request may have, so
 * that a client that sends too much is known by the key in it.
 */
export const PARSED_HEAD_BYTES = 64 * 1024;

/** The refusal of a request that is no HTTP as the API speaks it, if it is none. */
export function invalidHttp(raw: IncomingMessage): ApiError | undefined {
  if (raw.httpVersionMajor !== 1) {
    return bad('http_malformed', 'The request line names no HTTP version that the API speaks.');
  }
  if ((raw.url?.length ?? 0) > MOST_URL_CHARACTERS) {
    return bad('url_malformed', TOO_LONG.url);
  }
  if (headBytes(raw) > MOST_HEAD_KIB * 1024) {
    return bad('header_invalid', TOO_LONG.head);
  }
  const { expect } = raw.headers;
  if (expect !== undefined && raw.httpVersionMinor > 0 && !CONTINUE.test(expect)) {
    return bad('header_invalid', 'The only Expect header that is understood is 100-continue.');
  }
  // Node's parser reads the chunks of a coding before them, too, and hands out what is still coded.
  const coding = raw.headers['transfer-encoding'];
  if (coding !== undefined && coding.toLowerCase() !== 'chunked') {
    return bad('header_invalid', 'The only Transfer-Encoding that is understood is chunked.');
  }
  return undefined;
}

function headBytes({ method = '', url = '', rawHeaders }: IncomingMessage): number {
  let bytes = AROUND_LINE + method.length + url.length + (AROUND_FIELD / 2) * rawHeaders.length;
  for (const text of rawHeaders) bytes += text.length;
  return bytes;
}

function bad(cause: CauseOf<'invalid_request'>, message: string): ApiError {
  return new ApiError('invalid_request', { cause, message });
}
