import * as client from 'openid-client';

/** Why a sign-in by the provider failed; `message` is for the person who tried. */
export class ProviderFault extends Error {
  override readonly name = 'ProviderFault';
  /** `away`: trying again may help. `ended`: the provider no longer confirms the person. */
  readonly kind: 'away' | 'ended' | 'refused';

  constructor(kind: ProviderFault['kind'], message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}

/** Library codes that have a message for the person who signs in. */
const SAID: Readonly<Record<string, string>> = {
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED:
    'The clocks of this machine and of the identity provider differ by more than a minute. Synchronise them.',
  OAUTH_JWT_CLAIM_COMPARISON_FAILED:
    'The identity provider’s answer was made for another client, another sign-in or by another issuer. Begin again; if that repeats, compare OIDC_ISSUER and OIDC_CLIENT_ID.',
  OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED:
    'The identity provider calls itself by another name than OIDC_ISSUER: copy the issuer from its discovery document.',
  OAUTH_INVALID_RESPONSE:
    'The identity provider’s answer does not belong to this sign-in. Begin again.',
  OAUTH_KEY_SELECTION_FAILED:
    'The identity provider signed its answer with a key that it does not publish.',
};

const NOT_ACCEPTED = 'The identity provider does not accept OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.';

/** What the provider itself answered, RFC 6749 section 5.2. */
const ANSWERED: Readonly<Record<string, string>> = {
  invalid_grant: 'This sign-in was used already, or is too old. Begin again.',
  invalid_client: NOT_ACCEPTED,
  unauthorized_client: 'The identity provider does not let this client sign people in.',
};

/** Any failure of a call of `openid-client`, as a fault that can be shown. */
export function faultOf(error: unknown, issuer: string): ProviderFault {
  if (error instanceof ProviderFault) return error;
  if (error instanceof client.AuthorizationResponseError)
    return new ProviderFault('refused', `The identity provider refused: ${error.error}.`, error);
  if (error instanceof client.ResponseBodyError) {
    const kind = error.error === 'invalid_grant' ? 'ended' : 'refused';
    const text = ANSWERED[error.error] ?? `The identity provider refused: ${error.error}.`;
    return new ProviderFault(error.status >= 500 ? 'away' : kind, text, error);
  }
  // RFC 6749 has a provider challenge a client that it does not accept.
  if (error instanceof client.WWWAuthenticateChallengeError && error.status === 401)
    return new ProviderFault('refused', NOT_ACCEPTED, error);
  const code = codeOf(error);
  const said = code === undefined ? undefined : SAID[code];
  if (said !== undefined) return new ProviderFault('refused', said, error);
  return new ProviderFault(
    'away',
    `The identity provider at ${new URL(issuer).host} does not answer as one. Try again shortly.`,
    error,
  );
}

/** The innermost code: the library wraps what a check or a connection said. */
function codeOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause)
    if ('code' in at && typeof at.code === 'string' && at.code in SAID) return at.code;
  return undefined;
}
