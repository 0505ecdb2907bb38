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
    // Many clients announce JSON with every call; a DELETE takes no body, and none is read.
    if (request.method === 'DELETE') return done(null, undefined);
    const read = jsonBody(request.headers, body as Buffer);
    if (!('cause' in read)) return done(null, read);
    const { cause, rule, message } = read;
    request.telemetry.event.issues = [{ field: 'body', rule }];
    // Thrown by the hook: Fastify would close the connection behind an error of a parser.
    done(null, new ApiError('invalid_request', { cause, message }));
  });
  app.addHook('preValidation', async (request) => {
    const { body } = request;
    if (!(body instanceof ApiError)) return;
    request.body = undefined;
    throw body;
  });
}

/** Why a body is not read. */
interface Unread {
  readonly cause: 'media_type' | 'body_malformed';
  readonly rule: string;
  readonly message: string;
}

function jsonBody(headers: NodeJS.Dict<string | string[]>, bytes: Buffer): JsonBody | Unread {
  const media = (rule: string, message: string): Unread => ({ cause: 'media_type', rule, message });
  const fault = (rule: string, message: string): Unread => ({
    cause: 'body_malformed',
    rule,
    message,
  });
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity')
    return media('content_encoding', 'Send the body without a Content-Encoding.');
  if (!JSON_TYPE.test(String(headers['content-type'])))
    return media(
      'content_type',
      'Send the body as JSON in UTF-8 with `Content-Type: application/json`.',
    );
  if (bytes.length === 0) return fault('empty', 'The body is empty; send a JSON object.');
  let text: string;
  try {
    text = UTF_8.decode(bytes);
  } catch {
    return fault('encoding', 'The body is not valid UTF-8.');
  }
  try {
    const value: unknown = JSON.parse(text);
    return { text, value, toJSON: () => value };
  } catch {
    // The engine's own message would quote the body.
    return isCutOff(text)
      ? fault('cut_off', 'The body is not valid JSON: it seems to be cut off.')
      : fault('syntax', 'The body is not valid JSON.');
  }
}

function isCutOff(text: string): boolean {
  return /^\s*[{[]/.test(text) && !/[}\]]\s*$/.test(text);
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
