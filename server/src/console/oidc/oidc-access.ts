import { hash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { StoredSession } from '../../database/staff/staff-sessions.ts';
import type { SignInNotes } from '../audit/sign-in-notes.ts';
import { accountOfPerson } from '../guard/sign-in-limits.ts';
import type { LoginWays } from '../login-form.ts';
import type { RefusedSignIns } from '../refused-sign-ins.ts';
import type { FoundSession, Sessions } from '../sessions/sessions.ts';
import { BegunCookies } from './begun-cookies.ts';
import { type OnIdentified, Provider, type ProviderSettings } from './provider.ts';
import { Revalidation } from './revalidation.ts';
import { oidcRoutes } from './routes.ts';

export interface OidcOptions {
  readonly settings: ProviderSettings;
  /** The console as staff see it: people come back to `/login/oidc/callback` below it. */
  readonly url: string;
  /** Seals what is remembered of a sign-in; the same in every process. */
  readonly key: Buffer;
  readonly sessions: Sessions;
  /** Called with what the provider says of somebody: their role, or undefined for none. */
  readonly onVouched: OnIdentified;
  readonly notes: SignInNotes;
  readonly refused: RefusedSignIns;
  readonly log: Logger;
  readonly now: () => number;
}

/** Sign-in by an OpenID provider. */
export class OidcAccess {
  /** Names provider and client: sessions of others do not count. */
  readonly credential: string;
  /** The provider, as people are shown it. */
  readonly host: string;
  readonly #options: OidcOptions;
  readonly #provider: Provider;
  readonly #revalidation: Revalidation;

  constructor(options: OidcOptions) {
    const { settings, url, sessions, onVouched, notes, log, now } = options;
    this.#options = options;
    this.credential = `oidc:${hash('sha256', `${settings.issuer} ${settings.clientId}`).slice(0, 24)}`;
    this.host = new URL(settings.issuer).host;
    this.#provider = new Provider(settings, `${url.replace(/\/$/, '')}/login/oidc/callback`);
    this.#revalidation = new Revalidation({
      provider: this.#provider,
      sessions,
      onVouched,
      log,
      now,
      onEnded: (row) => notes.ended(row),
    });
  }

  /** The session with the provider's word of the last 15 minutes. Throws ConsoleError (401) without. */
  checked(found: FoundSession): Promise<StoredSession> {
    return this.#revalidation.checked(found);
  }

  async routes(app: FastifyInstance, ways: LoginWays): Promise<void> {
    const { sessions, key, url, onVouched, notes, refused, now } = this.#options;
    await app.register(oidcRoutes, {
      ways,
      provider: this.#provider,
      onVouched,
      begun: new BegunCookies({ secure: url.startsWith('https:'), key, now }),
      refused: (request: FastifyRequest, why: string, staffId?: string) => {
        const account = staffId === undefined ? undefined : accountOfPerson(staffId);
        return refused.add(request, { by: 'provider', account, why, staffId });
      },
      begin: async (request, person, role) => {
        const { storedAddress: address, headers } = request;
        const { staffId, sub, provenAt, refreshToken } = person;
        const cookie = await sessions.begin({
          staffId,
          role,
          entrance: 'provider',
          credential: this.credential,
          address,
          userAgent: headers['user-agent'],
          cookies: headers.cookie,
          confirmation: { subject: sub, confirmedAt: provenAt, refreshToken },
        });
        await notes.signedIn(request, staffId, 'provider');
        return cookie;
      },
    });
  }
}
