import { CLIENT_REQUEST_ID_FORM } from '@request-desk/shared/ids';
import { scrubLine } from '../redaction/scrub.ts';

/** The header in which a client names its call; answers carry it as it came. */
export const CLIENT_REQUEST_ID = 'x-client-request-id';

/**
 * A client's own name of its call, as it may be sent back and stored. Undefined without one, and for
 * anything of another form: a header that came twice, or what looks like a secret.
 */
export function clientRequestIdOf(sent: unknown): string | undefined {
  if (typeof sent !== 'string' || !CLIENT_REQUEST_ID_FORM.test(sent)) return undefined;
  return scrubLine(sent, 128) === sent ? sent : undefined;
}

/** The same of names and values of headers, in turn. */
export function clientRequestIdIn(rawHeaders: readonly string[]): string | undefined {
  return clientRequestIdOf(onlyHeader(rawHeaders, CLIENT_REQUEST_ID));
}

/** The value of a header that came exactly once, of names and values in turn. */
export function onlyHeader(rawHeaders: readonly string[], name: string): string | undefined {
  const sent = rawHeaders.filter(
    (_value, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name,
  );
  return sent.length === 1 ? sent[0] : undefined;
}
