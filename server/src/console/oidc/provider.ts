import type { StaffRole } from '@request-desk/shared/staff-api';
import * as client from 'openid-client';
import { withoutControls } from '../sessions/without-controls.ts';
import { faultOf, ProviderFault } from './provider-fault.ts';
import type { Person, RoleMapping } from './role-mapping.ts';

/** What the operator says of the provider. */
export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** Undefined for a public client, which PKCE alone protects. */
  readonly clientSecret: string | undefined;
  readonly scopes: string;
  readonly groupsClaim: string;
  readonly roles: RoleMapping;
}

/** What has to be remembered between leaving for the provider and coming back. */
export interface Begun {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Whether the person has to prove again who they are, though the provider knows them. */
  readonly again: boolean;
}

/** A person whom the provider confirms. */
export interface ProviderIdentity extends Person {
  readonly sub: string;
  /** Of a person: never one of the names that the desk uses itself. */
  readonly staffId: string;
  /** When the person proved to the provider who they are; undefined where it does not say. */
  readonly provenAt: Date | undefined;
  readonly refreshToken: string | undefined;
}

/** Called with what the provider says of somebody, before they go on: their role, or undefined for none. */
export type OnIdentified = (person: ProviderIdentity, role: StaffRole | undefined) => Promise<void>;

const TIMEOUT_S = 5;
const CLOCK_TOLERANCE_S = 60;
/** A proof that is asked for again may take a person so long. */
const AGAIN_S = 300;
const LONGEST_ID = 200;

/** The OpenID provider: authorization code flow with PKCE (RFC 7636), discovered at the first use. */
export class Provider {
  readonly settings: ProviderSettings;
  readonly #redirectUri: string;
  #discovered: Promise<client.Configuration> | undefined;

  /** `redirectUri` is where the provider sends people back to. */
  constructor(settings: ProviderSettings, redirectUri: string) {
    this.settings = settings;
    this.#redirectUri = redirectUri;
  }

  /** Where to send a person, and what to remember. Throws ProviderFault. */
  async begin(again: boolean): Promise<{ readonly url: URL; readonly begun: Begun }> {
    const { scopes, issuer } = this.settings;
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const verifier = client.randomPKCECodeVerifier();
    try {
      const url = client.buildAuthorizationUrl(await this.#configuration(), {
        redirect_uri: this.#redirectUri,
        scope: scopes,
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...(again ? { prompt: 'login', max_age: '0' } : {}),
        // Providers give a refresh token for use without the person only when they ask the person.
        ...(/\boffline_access\b/.test(scopes) && !again ? { prompt: 'consent' } : {}),
      });
      return { url, begun: { state, nonce, verifier, again } };
    } catch (error) {
      throw faultOf(error, issuer);
    }
  }

  /** The person who came back with `query`. Throws ProviderFault. */
  async finish(query: string, begun: Begun): Promise<ProviderIdentity> {
    try {
      const configuration = await this.#configuration();
      const back = new URL(this.#redirectUri);
      back.search = query;
      const tokens = await client.authorizationCodeGrant(configuration, back, {
        pkceCodeVerifier: begun.verifier,
        expectedState: begun.state,
        expectedNonce: begun.nonce,
        idTokenExpected: true,
        ...(begun.again ? { maxAge: AGAIN_S } : {}),
      });
      return await this.#confirmed(configuration, tokens);
    } catch (error) {
      throw faultOf(error, this.settings.issuer);
    }
  }

  /** Asks whether the provider still confirms the person `sub`. Throws ProviderFault. */
  async refresh(refreshToken: string, sub: string): Promise<ProviderIdentity> {
    try {
      const configuration = await this.#configuration();
      const tokens = await client.refreshTokenGrant(configuration, refreshToken);
      return await this.#confirmed(configuration, tokens, sub, refreshToken);
    } catch (error) {
      throw faultOf(error, this.settings.issuer);
    }
  }

  async #confirmed(
    configuration: client.Configuration,
    tokens: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers,
    knownSub?: string,
    former?: string,
  ): Promise<ProviderIdentity> {
    const idToken = tokens.claims();
    const sub = idToken?.sub ?? knownSub;
    if (sub === undefined || (knownSub !== undefined && sub !== knownSub))
      throw new ProviderFault('ended', 'The identity provider answered for somebody else.');
    // Many providers have groups at this endpoint alone, and always as they are now.
    const asked = configuration.serverMetadata().userinfo_endpoint !== undefined;
    const info = asked ? await client.fetchUserInfo(configuration, tokens.access_token, sub) : {};
    return this.#personOf({ ...idToken, ...info }, sub, tokens.refresh_token ?? former);
  }

  #personOf(
    claims: Readonly<Record<string, unknown>>,
    sub: string,
    refreshToken: string | undefined,
  ): ProviderIdentity {
    const text = (name: string) => (typeof claims[name] === 'string' ? claims[name] : undefined);
    const email = claims.email_verified === true ? text('email')?.toLowerCase() : undefined;
    const called = text('email') ?? text('preferred_username') ?? text('name') ?? 'somebody';
    const groups = [claims[this.settings.groupsClaim] ?? []].flat();
    const { auth_time: provenS } = claims;
    return {
      sub,
      email,
      refreshToken,
      groups: groups.filter((group) => typeof group === 'string'),
      staffId: withoutControls(email ?? `${called} (${sub})`).slice(0, LONGEST_ID),
      provenAt: typeof provenS === 'number' ? new Date(provenS * 1000) : undefined,
    };
  }

  /** Kept once found; a provider that was away is asked again by the next who signs in. */
  #configuration(): Promise<client.Configuration> {
    this.#discovered ??= this.#discover().catch((error: unknown) => {
      this.#discovered = undefined;
      throw error;
    });
    return this.#discovered;
  }

  async #discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const url = new URL(issuer);
    const metadata = { [client.clockTolerance]: CLOCK_TOLERANCE_S };
    const proof = clientSecret === undefined ? client.None() : clientProof(clientSecret);
    return await client.discovery(url, clientId, metadata, proof, {
      timeout: TIMEOUT_S,
      // Only a loopback issuer may be http: the configuration refuses any other.
      execute: url.protocol === 'http:' ? [client.allowInsecureRequests] : [],
    });
  }
}

/** As the provider takes it; `client_secret_basic` where it does not say (OpenID Connect Core, 9). */
function clientProof(secret: string): client.ClientAuth {
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)];
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (methods.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
}
