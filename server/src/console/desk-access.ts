import { scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { MINUTE_MS } from '@request-desk/shared/durations';
import { retryAfter } from '@request-desk/shared/retry';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { bearerTokenOf } from '../http/bearer-token.ts';
import { sameText } from '../http/same-text.ts';
import type { SignInNotes } from './audit/sign-in-notes.ts';
import { ConsoleError } from './console-error.ts';
import { OneTimeCodes } from './guard/one-time-codes.ts';
import { accountOfPerson, accountOfToken, SHARED_ACCOUNT } from './guard/sign-in-limits.ts';
import { loginRoutes } from './login.ts';
import type { LoginWays } from './login-form.ts';
import type { OidcAccess } from './oidc/oidc-access.ts';
import type { RefusedSignIns } from './refused-sign-ins.ts';
import { sessionRoutes } from './sessions/routes.ts';
import type { FoundSession, Sessions } from './sessions/sessions.ts';
import { sidebarTokenIn } from './sessions/sidebar-cookie.ts';
import type { Staff } from './staff.ts';
import type { StaffAccess } from './staff-access.ts';
import type { PersonalTokens } from './tokens/personal-tokens.ts';
import { tokenRoutes } from './tokens/routes.ts';

/** Lets in all who know it, from anywhere: as bearer token, or at `/login`. */
export interface ConfiguredToken {
  readonly secret: string;
  /** Where it is to be found: `STAFF_TOKEN`, or a file. */
  readonly is: string;
}

export interface DeskAccessOptions {
  /** One of the two is there at least. */
  readonly token: ConfiguredToken | undefined;
  readonly oidc: OidcAccess | undefined;
  readonly sessions: Sessions;
  readonly tokens: PersonalTokens;
  readonly notes: SignInNotes;
  readonly refused: RefusedSignIns;
  readonly now: () => number;
}

const scrypted = promisify<string, string, number, Buffer>(scrypt);

/** In a thread of Node's own: a start goes on meanwhile. */
async function credentialOf(token: ConfiguredToken | undefined): Promise<string | undefined> {
  if (token === undefined) return undefined;
  return `token:${(await scrypted(token.secret, 'staff session', 12)).toString('hex')}`;
}

/** After this one has to prove again who one is, for what would be of use to the thief of a session. */
const CONFIRMED_MS = 10 * MINUTE_MS;

/**
 * Everybody proves the token, comes by a one-time link, or is confirmed by the identity provider;
 * where they come from proves nothing.
 */
export class DeskAccess implements StaffAccess {
  readonly #options: DeskAccessOptions;
  readonly #codes: OneTimeCodes;
  /** Names the token; slow to compute, so that it reveals nothing of a token that a person made up. */
  readonly #credential: Promise<string | undefined>;

  constructor(options: DeskAccessOptions) {
    this.#options = options;
    this.#codes = new OneTimeCodes(options.now);
    this.#credential = credentialOf(options.token);
  }

  /** The path of a link that signs one person in, once, within ten minutes; none without a token. */
  oneTimePath(): string | undefined {
    return this.#options.token && `/login?code=${this.#codes.issue()}`;
  }

  async resolve(request: FastifyRequest): Promise<Staff> {
    const { authorization, cookie } = request.headers;
    const { token, sessions, now } = this.#options;
    if (authorization !== undefined) return await this.#bearer(request, authorization);
    const isGood = await this.#goodCredentials();
    const found = await sessions.find(cookie, isGood);
    const kept = found === undefined ? sidebarTokenIn(cookie) : undefined;
    const framed = kept === undefined ? undefined : await this.#byOwnToken(kept);
    if (framed) return framed;
    if (found === undefined)
      throw notSignedIn(
        `Sign in at /login${token ? `, or send Authorization: Bearer with ${token.is}` : ''}.`,
      );
    const session = await this.#checked(found);
    return {
      id: session.staffId,
      role: session.role,
      session,
      fromMemory: found.stale,
      credential: session.credential,
      confirmed: now() - session.confirmedAt.getTime() < CONFIRMED_MS,
    };
  }

  async routes(app: FastifyInstance): Promise<void> {
    const { token, oidc, sessions, notes, refused } = this.#options;
    const ways: LoginWays = { tokenIs: token?.is, provider: oidc?.host };
    await app.register(loginRoutes, {
      ways,
      isToken: (sent: string) => this.#isToken(sent),
      redeem: (code: string) => this.#codes.redeem(code),
      refused: (request: FastifyRequest, by: 'link' | 'form') =>
        refused.add(request, { by, account: by === 'form' ? SHARED_ACCOUNT : undefined }),
      begin: async (request: FastifyRequest, entrance: 'link' | 'token') => {
        const { storedAddress: address, headers } = request;
        const staffId = entrance === 'link' ? 'local' : 'staff';
        const cookie = await sessions.begin({
          staffId,
          role: 'admin',
          entrance,
          credential: (await this.#credential) ?? '',
          address,
          userAgent: headers['user-agent'],
          cookies: headers.cookie,
        });
        await notes.signedIn(request, staffId, entrance);
        return cookie;
      },
      leave: async (request: FastifyRequest) => {
        const { cookie } = request.headers;
        const found = await sessions.find(cookie, () => true);
        if (found) notes.left(request, found.row);
        return await sessions.leave(cookie);
      },
    });
    await oidc?.routes(app, ways);
  }

  async staffRoutes(api: FastifyInstance): Promise<void> {
    const { tokens, refused, now } = this.#options;
    await api.register(tokenRoutes, { tokens, now });
    await api.register(sessionRoutes, {
      sessions: this.#options.sessions,
      prove: (request: FastifyRequest, token: string) => {
        if (request.staff.session?.entrance === 'provider')
          throw new ConsoleError(
            'not_allowed',
            'Prove it to the identity provider: /login/oidc?again=1',
          );
        if (this.#isToken(token)) return;
        const account = accountOfPerson(request.staff.id);
        const waitS = refused.add(request, { by: 'confirmation', account });
        if (waitS > 0) throw tooMany(waitS);
        throw new ConsoleError('not_allowed', 'The token is not valid.');
      },
    });
  }

  async #bearer(request: FastifyRequest, authorization: string): Promise<Staff> {
    const { token } = this.#options;
    const sent = bearerTokenOf(authorization);
    // The token itself is in the call: no proof could be fresher.
    if (sent !== undefined && this.#isToken(sent))
      return {
        id: 'automation',
        role: 'admin',
        confirmed: true,
        fromMemory: false,
        credential: (await this.#credential) ?? '',
      };
    const own = await this.#byOwnToken(sent ?? '');
    if (own) return own;
    const account = accountOfToken(sent ?? '');
    const waitS = this.#options.refused.add(request, { by: 'bearer', account });
    if (waitS > 0) throw tooMany(waitS);
    const good = token ? `the one in ${token.is}, nor a personal token` : 'a personal token';
    throw notSignedIn(`The bearer token is not ${good} that is still valid.`);
  }

  /** Who made the personal token `sent`, while it is good. */
  async #byOwnToken(sent: string): Promise<Staff | undefined> {
    const own = await this.#options.tokens.find(sent, await this.#goodCredentials());
    if (own === undefined) return undefined;
    const { staffId: id, credential, id: tokenId } = own.token;
    const { role, stale: fromMemory } = own;
    return { id, role, credential, tokenId, confirmed: false, fromMemory };
  }

  async #goodCredentials(): Promise<(credential: string) => boolean> {
    const own = await this.#credential;
    return (credential) => credential === own || credential === this.#options.oidc?.credential;
  }

  async #checked(found: FoundSession) {
    return (await this.#options.oidc?.checked(found)) ?? found.row;
  }

  #isToken(sent: string): boolean {
    const { token } = this.#options;
    return token !== undefined && sameText(sent.trim(), token.secret);
  }
}

function notSignedIn(message: string): ConsoleError {
  return new ConsoleError('not_signed_in', message, { 'www-authenticate': 'Bearer' });
}

function tooMany(waitS: number): ConsoleError {
  return new ConsoleError(
    'too_many',
    `Too many wrong tokens; wait ${waitS} s, or send the right one.`,
    retryAfter(waitS),
  );
}
