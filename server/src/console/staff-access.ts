import { scryptSync } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sameText } from '../http/same-text.ts';
import { ConsoleError } from './console-error.ts';
import { GuessLimiter } from './guard/guess-limiter.ts';
import { OneTimeCodes } from './guard/one-time-codes.ts';
import { loginRoutes } from './login.ts';
import { sessionRoutes } from './sessions/routes.ts';
import type { Sessions } from './sessions/sessions.ts';
import type { Staff } from './staff.ts';

/** Decides who calls the console. */
export interface StaffAccess {
  /** Rejects with ConsoleError for strangers: 401, or 429 when they guess too often. */
  resolve(request: FastifyRequest): Promise<Staff>;
  /** Registers the pages at which people sign in and out. */
  routes(app: FastifyInstance): Promise<void>;
  /** Registers what signed-in people do with sessions, below `/support/v1`. */
  staffRoutes(api: FastifyInstance): Promise<void>;
}

export interface TokenAccessOptions {
  /** Lets in whoever knows it, from anywhere: as bearer token, or at `/login`. */
  readonly token: string;
  /** Where the token is to be found: `STAFF_TOKEN`, or a file. */
  readonly tokenIs: string;
  readonly sessions: Sessions;
  readonly now: () => number;
}

/** After this one has to prove again who one is, for what is worth a thief's while. */
const CONFIRMED_MS = 10 * 60_000;

/** Everybody proves the token, or comes by a one-time link; where they come from proves nothing. */
export class TokenAccess implements StaffAccess {
  readonly #options: TokenAccessOptions;
  readonly #codes: OneTimeCodes;
  readonly #guesses: GuessLimiter;
  /** Names the token; slow to compute, so that it tells nothing of a token that somebody thought up. */
  readonly #credential: string;

  constructor(options: TokenAccessOptions) {
    this.#options = options;
    this.#codes = new OneTimeCodes(options.now);
    this.#guesses = new GuessLimiter(options.now);
    this.#credential = `token:${scryptSync(options.token, 'staff session', 12).toString('hex')}`;
  }

  /** The path of a link that signs one person in, once, within ten minutes. */
  oneTimePath(): string {
    return `/login?code=${this.#codes.issue()}`;
  }

  async resolve(request: FastifyRequest): Promise<Staff> {
    const { authorization, cookie } = request.headers;
    const { token, tokenIs, sessions, now } = this.#options;
    if (authorization !== undefined) {
      const sent = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
      // The token itself is in the call: no proof could be fresher.
      if (sent !== undefined && sameText(sent, token))
        return { id: 'automation', role: 'admin', confirmed: true, fromMemory: false };
      const waitS = this.refused(request, 'bearer');
      if (waitS > 0) throw tooMany(waitS);
      throw stranger(`The bearer token is not the one in ${tokenIs}.`);
    }
    const found = await sessions.find(cookie, (credential) => credential === this.#credential);
    if (found === undefined)
      throw stranger(`Sign in at /login, or send Authorization: Bearer with ${tokenIs}.`);
    const { row: session, stale } = found;
    return {
      ...{ id: session.staffId, role: session.role, session, fromMemory: stale },
      confirmed: now() - session.confirmedAt.getTime() < CONFIRMED_MS,
    };
  }

  async routes(app: FastifyInstance): Promise<void> {
    const { tokenIs, sessions } = this.#options;
    await app.register(loginRoutes, {
      tokenIs,
      isToken: (sent: string) => this.#isToken(sent),
      redeem: (code: string) => this.#codes.redeem(code),
      refused: (request: FastifyRequest, by: string) => this.refused(request, by),
      begin: ({ ip, headers }: FastifyRequest, entrance: 'link' | 'token') =>
        sessions.begin({
          ...{ staffId: entrance === 'link' ? 'local' : 'staff', role: 'admin', entrance },
          ...{ credential: this.#credential, address: ip },
          ...{ userAgent: headers['user-agent'], cookies: headers.cookie },
        }),
      leave: ({ headers }: FastifyRequest) => sessions.leave(headers.cookie),
    });
  }

  async staffRoutes(api: FastifyInstance): Promise<void> {
    await api.register(sessionRoutes, {
      sessions: this.#options.sessions,
      prove: (request: FastifyRequest, token: string) => {
        if (this.#isToken(token)) return;
        const waitS = this.refused(request, 'confirmation');
        if (waitS > 0) throw tooMany(waitS);
        throw new ConsoleError('not_allowed', 'That is not the token.');
      },
    });
  }

  #isToken(sent: string): boolean {
    return sameText(sent.trim(), this.#options.token);
  }

  /** Logs a failed try, never what was tried. Returns the seconds to wait after too many, else 0. */
  private refused(request: FastifyRequest, by: string): number {
    const waitS = this.#guesses.wrong(request.ip);
    const line = { sign_in: by, address: request.ip, wait_s: waitS, call_id: request.callId };
    request.log.warn(line, 'sign-in refused');
    return waitS;
  }
}

function stranger(message: string): ConsoleError {
  return new ConsoleError('not_signed_in', message, { 'www-authenticate': 'Bearer' });
}

function tooMany(waitS: number): ConsoleError {
  return new ConsoleError('too_many', `Too many wrong tokens; wait ${waitS} s.`, {
    'retry-after': String(waitS),
  });
}
