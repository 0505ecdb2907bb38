import { clientNetwork } from '../../http/client-network.ts';
import { GuessLimiter } from './guess-limiter.ts';

/** An account may be tried from many addresses, and by its owner's programs at once. */
const FREE_OF_ACCOUNT = 20;
/** Personal tokens begin with four letters that all have; so many more characters identify one. */
const TOKEN_PREFIX = 12;

/**
 * Slows down who guesses: by address, and by the account that they guess at from many addresses. The
 * right credential is let in while others wait, so nobody keeps another out by guessing at their account.
 */
export class SignInLimits {
  readonly #addresses: GuessLimiter;
  readonly #accounts: GuessLimiter;

  constructor(now: () => number) {
    this.#addresses = new GuessLimiter(now);
    this.#accounts = new GuessLimiter(now, FREE_OF_ACCOUNT);
  }

  /** Counts a wrong guess. Returns the seconds to wait when there were too many, else 0. */
  wrong(address: string, account: string | undefined): number {
    const waitS = this.#addresses.wrong(clientNetwork(address));
    // One address that waits adds nothing to what the account's owner has to wait.
    if (waitS > 0 || account === undefined) return waitS;
    return this.#accounts.wrong(account);
  }
}

/** Whose credential a bearer token would be: that of its beginning, or the shared one. */
export function accountOfToken(sent: string): string {
  return sent.startsWith('rdt_') ? `token ${sent.slice(0, TOKEN_PREFIX)}` : SHARED_ACCOUNT;
}

/** STAFF_TOKEN, which has no owner. */
export const SHARED_ACCOUNT = 'staff token';

/** Somebody whom the provider names, or who is signed in. */
export function accountOfPerson(staffId: string): string {
  return `person ${staffId}`;
}
