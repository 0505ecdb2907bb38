import { sameText } from '../http/same-text.ts';
import { unauthenticated } from './refusal.ts';

/** Bearer tokens of the OTLP listener; undefined ones are not configured. */
export interface IngestTokens {
  /** Needed from everyone. */
  readonly ingest?: string | undefined;
  /** Held by API processes, who alone may write events under our names. */
  readonly ingestApi?: string | undefined;
}

/** Who is sending. */
export type Sender = 'api' | 'service';

/** Tells who sends by the Authorization header. Throws Refusal for a token that is not ours. */
export function senderOf(authorization: string | undefined, tokens: IngestTokens): Sender {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (token !== undefined && same(token, tokens.ingestApi)) return 'api';
  if (tokens.ingest === undefined || (token !== undefined && same(token, tokens.ingest))) {
    return 'service';
  }
  throw unauthenticated();
}

function same(a: string, b: string | undefined): boolean {
  return b !== undefined && sameText(a, b);
}
