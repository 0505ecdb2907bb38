import type { FastifyRequest } from 'fastify';
import type { SignInNotes } from './audit/sign-in-notes.ts';
import { SignInLimits } from './guard/sign-in-limits.ts';

/** A try that failed. */
export interface RefusedSignIn {
  /** How it was tried: `form`, `bearer`, `link`, `confirmation`, `provider`. */
  readonly by: string;
  /** Whose credential it would have been, as far as that is known; limited beside the address. */
  readonly account?: string | undefined;
  /** For the log. */
  readonly why?: string | undefined;
  /** Whom the provider named. */
  readonly staffId?: string | undefined;
}

/** What becomes of failed tries to sign in: each is logged, and those that are judged are in the audit. */
export class RefusedSignIns {
  readonly #notes: SignInNotes;
  readonly #limits: SignInLimits;

  constructor(notes: SignInNotes, now: () => number) {
    this.#notes = notes;
    this.#limits = new SignInLimits(now);
  }

  /** Logs it, never what was tried. Returns the seconds to wait after too many, else 0. */
  add(request: FastifyRequest, { by, account, why, staffId }: RefusedSignIn): number {
    const waitS = this.#limits.wrong(request.ip, account);
    const line = { sign_in: by, address: request.storedAddress, why, staff: staffId };
    request.log.warn({ ...line, wait_s: waitS, call_id: request.callId }, 'sign-in refused');
    // While one has to wait, what is tried is not judged: else it could fill the audit.
    if (waitS === 0) this.#notes.refused(request, by, staffId);
    return waitS;
  }
}
