import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sameText } from '../http/same-text.ts';
import { ConsoleError } from './console-error.ts';
import { GuessLimiter } from './guard/guess-limiter.ts';
import { OneTimeCodes } from './guard/one-time-codes.ts';
import { Sessions } from './guard/sessions.ts';
import { loginRoutes } from './login.ts';
import type { Staff } from './staff.ts';

/** Decides who calls the console. */
export interface StaffAccess {
  /** Throws ConsoleError for strangers: 401, or 429 when they guess too often. */
  resolve(request: FastifyRequest): Staff;
  /** Registers the pages at which people sign in and out. */
  routes(app: FastifyInstance): Promise<void>;
}

export interface TokenAccessOptions {
  /** Lets in whoever knows it, from anywhere: as bearer token, or at `/login`. */
  readonly token: string;
  /** Where the token is to be found: `STAFF_TOKEN`, or a file. */
  readonly tokenIs: string;
  /** The console as staff see it; over https, cookies are kept to https. */
  readonly url: string | undefined;
  readonly now: () => number;
}

/** Everybody proves the token, or comes by a one-time link; where they come from proves nothing. */
export class TokenAccess implements StaffAccess {
  readonly #options: TokenAccessOptions;
  readonly #sessions: Sessions;
  readonly #codes: OneTimeCodes;
  readonly #guesses: GuessLimiter;

  constructor(options: TokenAccessOptions) {
    const { token: secret, url, now } = options;
    this.#options = options;
    this.#sessions = new Sessions({ secret, secure: url?.startsWith('https:') ?? false, now });
    this.#codes = new OneTimeCodes(now);
    this.#guesses = new GuessLimiter(now);
  }

  /** The path of a link that signs one person in, once, within ten minutes. */
  oneTimePath(): string {
    return `/login?code=${this.#codes.issue()}`;
  }

  resolve(request: FastifyRequest): Staff {
    const { authorization, cookie } = request.headers;
    const { token, tokenIs } = this.#options;
    if (authorization !== undefined) {
      const sent = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
      if (sent !== undefined && sameText(sent, token)) return { id: 'automation', role: 'admin' };
      const waitS = this.refused(request, 'bearer');
      if (waitS > 0) throw tooMany(waitS);
      throw stranger(`The bearer token is not the one in ${tokenIs}.`);
    }
    const entrance = this.#sessions.find(cookie);
    if (entrance === undefined)
      throw stranger(`Sign in at /login, or send Authorization: Bearer with ${tokenIs}.`);
    return { id: entrance === 'link' ? 'local' : 'staff', role: 'admin' };
  }

  async routes(app: FastifyInstance): Promise<void> {
    const { tokenIs, token } = this.#options;
    await app.register(loginRoutes, {
      tokenIs,
      sessions: this.#sessions,
      isToken: (sent: string) => sameText(sent, token),
      redeem: (code: string) => this.#codes.redeem(code),
      refused: (request: FastifyRequest, by: string) => this.refused(request, by),
    });
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
