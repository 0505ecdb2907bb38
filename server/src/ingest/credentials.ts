import { OWN_SENDER } from '@request-desk/shared/stamp';
import { sameText } from '../http/same-text.ts';
import { unauthenticated } from './refusal.ts';

/** A sender that has a bearer token of its own. */
interface NamedToken {
  readonly name: string;
  readonly token: string;
}

/** Bearer tokens of the OTLP listener; undefined ones are not configured. */
export interface IngestTokens {
  /** Of whoever has no token of its own. */
  readonly ingest?: string | undefined;
  /** Held by API processes, who alone may write events under our names. */
  readonly ingestApi?: string | undefined;
  readonly senders?: readonly NamedToken[] | undefined;
}

/** Who is sending: its name, and whether it is the API that this desk is for. */
export interface Sender {
  readonly name: string;
  readonly own: boolean;
}

/** Names of senders that are not configured by name. */
const UNNAMED = { withToken: 'ingest', withoutToken: 'local' } as const;

/** Tells who sends by the Authorization header. Throws Refusal for a token that is not ours. */
export function senderOf(authorization: string | undefined, tokens: IngestTokens): Sender {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (token !== undefined && same(token, tokens.ingestApi)) return { name: OWN_SENDER, own: true };
  const named = tokens.senders?.find((one) => token !== undefined && same(token, one.token));
  if (named) return { name: named.name, own: false };
  if (token !== undefined && same(token, tokens.ingest))
    return { name: UNNAMED.withToken, own: false };
  if (!needsToken(tokens)) return { name: UNNAMED.withoutToken, own: false };
  throw unauthenticated();
}

/** True where nobody may send without a token. */
export function needsToken({ ingest }: IngestTokens): boolean {
  return ingest !== undefined;
}

function same(a: string, b: string | undefined): boolean {
  return b !== undefined && sameText(a, b);
}
