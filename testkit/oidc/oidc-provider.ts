import { generateKeyPairSync, type JsonWebKey, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { Provider } from 'oidc-provider';

/** Somebody whom the provider knows; any password will do. */
interface Account {
  readonly email: string;
  readonly email_verified?: boolean;
  readonly groups: readonly string[];
}

/** A real OpenID provider on loopback. */
export interface OidcProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** By login name; may be changed at any time. */
  readonly accounts: Map<string, Account>;
  /** Stops listening and ends open connections, as when the machine is off. */
  stop(): Promise<void>;
  /** Listens again, at the same address. */
  start(): Promise<void>;
}

interface Options {
  readonly port: number;
  /** Where people are sent back to. */
  readonly redirectUri: string;
  readonly accounts: Readonly<Record<string, Account>>;
  /** What it calls itself; its address by default. */
  readonly issuer?: string;
  /** How people prove who they are to it: only what a client must do, by default `client_secret_basic`. */
  readonly authMethod?: 'client_secret_basic' | 'client_secret_post';
}

/** Starts `oidc-provider`: PKCE required, refresh tokens used once, pages for people to sign in. */
export async function startOidcProvider(options: Options): Promise<OidcProvider> {
  const { port, redirectUri, authMethod = 'client_secret_basic' } = options;
  const issuer = options.issuer ?? `http://127.0.0.1:${port}`;
  const accounts = new Map(Object.entries(options.accounts));
  const [clientId, clientSecret] = ['request-desk', randomBytes(24).toString('hex')];
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: authMethod,
      },
    ],
    clientAuthMethods: [authMethod],
    jwks: { keys: [signingKey()] },
    cookies: { keys: [randomBytes(24).toString('hex')] },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    claims: {
      openid: ['sub', 'auth_time'],
      email: ['email', 'email_verified'],
      profile: ['groups'],
    },
    findAccount: (_context, id) => {
      const account = accounts.get(id);
      return account && { accountId: id, claims: async () => ({ sub: id, ...account }) };
    },
    // Nobody is asked whether the desk may know their name.
    async loadExistingGrant({ oidc }) {
      const accountId = oidc.session?.accountId;
      if (accountId === undefined || oidc.client === undefined) return undefined;
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId });
      grant.addOIDCScope('openid email profile offline_access');
      await grant.save();
      return grant;
    },
  });
  let server: Server;
  const start = () =>
    new Promise<void>((resolve) => {
      server = createServer(provider.callback()).listen(port, '127.0.0.1', () => resolve());
    });
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await start();
  return { issuer, clientId, clientSecret, accounts, start, stop };
}

function signingKey(): JsonWebKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' };
}
