import type { FastifyInstance } from 'fastify';
import { ApiError } from '../api-error.ts';

const UTF_8 = new TextDecoder('utf-8', { fatal: true });
const JSON_TYPE = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?;?\s*$/i;

/** Reads bodies as JSON in UTF-8 and nothing else; the text is kept for `repeatedFields`. */
export interface JsonBody {
  readonly text: string;
  readonly value: unknown;
  /** What a fingerprint of the call is made from. */
  toJSON(): unknown;
}

/** Registers the one body parser of the API; it never coerces and never drops anything. */
export function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      done(null, jsonBody(request.headers, body as Buffer));
    } catch (error) {
      done(error as ApiError, undefined);
    }
  });
}

function jsonBody(headers: NodeJS.Dict<string | string[]>, bytes: Buffer): JsonBody {
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity') {
    throw mediaType('Send the body without a Content-Encoding.');
  }
  if (!JSON_TYPE.test(String(headers['content-type']))) {
    throw mediaType('Send the body as JSON in UTF-8 with `Content-Type: application/json`.');
  }
  if (bytes.length === 0) throw malformed('The body is empty; send a JSON object.');
  let text: string;
  try {
    text = UTF_8.decode(bytes);
  } catch {
    throw malformed('The body is not valid UTF-8.');
  }
  try {
    const value: unknown = JSON.parse(text);
    return { text, value, toJSON: () => value };
  } catch {
    throw malformed(`The body is not valid JSON${placeOfFault(text)}.`);
  }
}

/** The engine's own message would quote the body. */
function placeOfFault(text: string): string {
  const begins = /^\s*[{[]/.test(text);
  return begins && !/[}\]]\s*$/.test(text) ? ': it seems to be cut off' : '';
}

function mediaType(message: string): ApiError {
  return new ApiError('invalid_request', { cause: 'media_type', message });
}

function malformed(message: string): ApiError {
  return new ApiError('invalid_request', { cause: 'body_malformed', message });
}

/** Names that a flat JSON object gives more than once; JSON.parse silently takes the last. */
export function repeatedFields(text: string): string[] {
  const [seen, repeated] = [new Set<string>(), new Set<string>()];
  for (const match of text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?/gs)) {
    if (match[2] === undefined) continue;
    const name = String(JSON.parse(match[1] ?? '""'));
    if (seen.has(name)) repeated.add(name);
    seen.add(name);
  }
  return [...repeated];
}
