import { hash } from 'node:crypto';
import { OWN_SENDER } from '@request-desk/shared/stamp';
import { bearerTokenOf } from '../http/bearer-token.ts';
import { sameText } from '../http/same-text.ts';
import { noRoom, unauthenticated } from './ingest-error.ts';

/** A sender that has a bearer token of its own. */
interface NamedToken {
  readonly name: string;
  readonly token: string;
}

/** A sender whose credential staff made. */
interface MadeSender {
  readonly name: string;
  readonly kind: 'sender' | 'relay';
  readonly services: readonly string[];
  readonly mibPerMinute: number | null;
}

/** Bearer tokens of the OTLP listener; undefined ones are not configured. */
export interface IngestTokenLookup {
  /** Of senders that have no token of their own. */
  readonly ingest?: string | undefined;
  /** Held by API processes, who alone may write events under our names. */
  readonly ingestApi?: string | undefined;
  readonly senders?: readonly NamedToken[] | undefined;
  /** By SHA-256 of the token, in hex; rejects where that is unknown right now. */
  readonly made?: { find(secretHash: string): Promise<MadeSender | undefined> } | undefined;
}

/** Who is sending. */
export interface Sender {
  readonly name: string;
  /** Whether it is the API that this desk is for. */
  readonly own: boolean;
  /** It passes on what others sent, and is believed who that was. */
  readonly relay?: boolean;
  /** Values of `service.name` that it may send; any where there is none. */
  readonly services?: readonly string[];
  readonly mibPerMinute?: number | null;
}

/** Tokens that staff made begin so: lets secret scanners find one that got lost. */
const INGEST_TOKEN_PREFIX = 'rdi_';

/** Names of senders that are not configured by name. */
const UNNAMED = { withToken: 'ingest', withoutToken: 'local' } as const;

/** Tells who sends by the Authorization header. Rejects with Refusal for a token that is not ours. */
export async function senderOf(
  authorization: string | undefined,
  tokens: IngestTokenLookup,
): Promise<Sender> {
  const token = bearerTokenOf(authorization);
  if (token !== undefined && same(token, tokens.ingestApi)) return { name: OWN_SENDER, own: true };
  const named = tokens.senders?.find((one) => token !== undefined && same(token, one.token));
  if (named) return { name: named.name, own: false };
  if (token !== undefined && same(token, tokens.ingest))
    return { name: UNNAMED.withToken, own: false };
  if (token?.startsWith(INGEST_TOKEN_PREFIX)) return await madeSender(token, tokens);
  if (!needsToken(tokens)) return { name: UNNAMED.withoutToken, own: false };
  throw unauthenticated();
}

/** One that was revoked is nobody any more, also where others need no token. */
async function madeSender(token: string, { made }: IngestTokenLookup): Promise<Sender> {
  const found = await made?.find(hash('sha256', token)).catch(() => {
    throw noRoom();
  });
  if (found === undefined) throw unauthenticated();
  const { name, kind, services, mibPerMinute } = found;
  return { name, own: false, relay: kind === 'relay', services, mibPerMinute };
}

/** True where nobody may send without a token. */
export function needsToken({ ingest }: IngestTokenLookup): boolean {
  return ingest !== undefined;
}

function same(a: string, b: string | undefined): boolean {
  return b !== undefined && sameText(a, b);
}
