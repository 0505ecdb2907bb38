import type { CallerFacts } from '@request-desk/fastify';
import type { TimeBudget } from '../../database/time-budget.ts';
import { ApiError } from '../api-error.ts';
import type { CauseOf } from '../catalogue/causes.ts';
import type { StoredKey } from '../directory/api-keys.ts';
import { KEY_FORM, keyPrefixOf } from '../key-form.ts';
import type { Authenticator } from './authenticate.ts';
import { type BadCredentials, credentialsOf } from './authorization-header.ts';

/** The working key of these headers, or the refusal; notes on `facts` what they tell of the caller. */
export async function keyOrRefusal(
  gate: Authenticator,
  rawHeaders: readonly string[],
  budget: TimeBudget,
  facts: CallerFacts,
): Promise<StoredKey | ApiError> {
  const secret = credentialsOf(rawHeaders);
  if (typeof secret !== 'string') return unusable(secret, facts);
  notePrefix(secret, facts);
  const found = gate.keys.find(secret);
  const key = found instanceof Promise ? await inTime(found, secret) : found;
  if (key === undefined) return refusedKey('unknown', secret);
  note(key, facts);
  if (key.revokedAt) return refusedKey('revoked', secret);
  if (key.expiresAt && key.expiresAt.getTime() <= gate.now()) return refusedKey('expired', secret);
  return key;

  async function inTime(
    reading: Promise<StoredKey | undefined>,
    of: string,
  ): Promise<StoredKey | undefined> {
    try {
      return await budget.spend(() => reading);
    } catch (error) {
      // The answer is a failure, and still of a caller who is known here.
      noteCached(gate, of, facts);
      throw error;
    }
  }
}

/** Whose key these headers carry; reads the key where it is not known. Never rejects. */
export async function identify(
  gate: Authenticator,
  rawHeaders: readonly string[],
): Promise<CallerFacts> {
  const facts: CallerFacts = {};
  await keyOrRefusal(gate, rawHeaders, gate.newBudget(), facts).catch(() => undefined);
  return facts;
}

/** The same as far as this process knows already: for refusals that must cost nothing. */
export function identifyCached(gate: Authenticator, rawHeaders: readonly string[]): CallerFacts {
  const facts: CallerFacts = {};
  const secret = credentialsOf(rawHeaders);
  if (typeof secret !== 'string') return { authProblem: secret.problem };
  notePrefix(secret, facts);
  noteCached(gate, secret, facts);
  return facts;
}

function noteCached(gate: Authenticator, secret: string, facts: CallerFacts): void {
  const key = gate.keys.cached(secret);
  if (key) note(key, facts);
}

function notePrefix(secret: string, facts: CallerFacts): void {
  const prefix = keyPrefixOf(secret);
  if (prefix) facts.keyPrefix = prefix;
}

function note({ orgId, id, scopes }: StoredKey, facts: CallerFacts): void {
  facts.orgId = orgId;
  facts.keyId = id;
  facts.scopesHeld = scopes;
}

const SEND = 'Send `Authorization: Bearer` followed by an API key from Settings → API Keys.';
const FORM = 'A key is `mts_live_` and 32 letters or digits, and nothing stands around it.';

/** The refusal of headers without a usable key; notes on `facts` what is wrong with them. */
export function unusable({ cause, problem, says }: BadCredentials, facts: CallerFacts): ApiError {
  facts.authProblem = problem;
  const form = cause === 'token_malformed' ? `${FORM} ` : '';
  return new ApiError('unauthorized', { cause, message: `${says} ${form}${SEND}` });
}

/** One text for all three causes: a guesser learns nothing about a key that once existed. */
function refusedKey(cause: CauseOf<'invalid_key'>, secret: string): ApiError {
  const lowered = !/[A-Z]/.test(secret.slice(KEY_FORM.prefix.length));
  return new ApiError('invalid_key', {
    cause,
    message: `This API key does not work: it is unknown, revoked or expired.${lowered ? LOWERED : ''} ${CREATE}`,
  });
}

const CREATE = 'Create a new one in Settings → API Keys and revoke the old one.';
/** Of random letters, one key in forty million has none. */
const LOWERED = ' It has no capital letter: perhaps something on its way made them small.';
