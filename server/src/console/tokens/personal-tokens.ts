import { hash } from 'node:crypto';
import { DAY_MS, MINUTE_MS } from '@request-desk/shared/durations';
import { atLeast, type StaffRole } from '@request-desk/shared/staff-api';
import { newTimedId } from '../../database/new-id.ts';
import type { StaffTokens, StoredToken } from '../../database/staff/staff-tokens.ts';
import type { ProviderIdentity } from '../oidc/provider.ts';
import { newSecret } from './new-secret.ts';
import { TokenReader } from './token-reader.ts';

/** Lets secret scanners find one that got lost. */
const PREFIX = 'rdt_';
const SHAPE = /^rdt_[A-Za-z0-9_-]{43}$/;
const TOUCH_EVERY_MS = MINUTE_MS;
/** The provider's confirmation of the person who made a token counts for so long. */
const PROVEN_MS = DAY_MS;

interface TokenOptions {
  readonly store: StaffTokens;
  readonly now: () => number;
  /** Counts milliseconds and never goes back. */
  readonly ticks: () => number;
  /** Called when the time of last use could not be written. */
  readonly onUntouched: (error: unknown) => void;
}

/** What a new token is to be. */
export interface NewToken {
  readonly staffId: string;
  readonly credential: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly days: number;
}

/** A good token, and the role that it has now. */
interface FoundToken {
  readonly token: StoredToken;
  readonly role: StaffRole;
  /** Read before the control plane went away. */
  readonly stale: boolean;
}

/** Tokens that staff make for their programs: random, of which the control plane holds the hash. */
export class PersonalTokens {
  readonly store: StaffTokens;
  readonly #options: TokenOptions;
  readonly #reader: TokenReader;

  constructor(options: TokenOptions) {
    this.store = options.store;
    this.#options = options;
    this.#reader = new TokenReader(options.store, options.ticks);
  }

  /** `secret` exists in this answer and nowhere else. */
  async mint({ days, ...wanted }: NewToken): Promise<{ token: StoredToken; secret: string }> {
    const secret = PREFIX + newSecret();
    const now = this.#options.now();
    const token: StoredToken = {
      ...wanted,
      id: newTimedId('pat', now),
      secretHash: hash('sha256', secret),
      createdAt: new Date(now),
      expiresAt: new Date(now + days * DAY_MS),
      lastUsedAt: null,
      revokedAt: null,
      revokedBy: null,
    };
    await this.store.add(token);
    return { token, secret };
  }

  /**
   * The good token that was sent, with the role that it has now: never more than its maker's, where a
   * provider confirms them. Undefined for any that is not ours, or no longer good. Throws
   * DatabaseError when the control plane is away and the token was not read lately (`stale`: it was).
   */
  async find(
    sent: string,
    isGood: (credential: string) => boolean,
  ): Promise<FoundToken | undefined> {
    if (!SHAPE.test(sent)) return undefined;
    const found = await this.#reader.read(hash('sha256', sent));
    if (found === undefined) return undefined;
    const { token, person, stale } = found;
    const now = this.#options.now();
    if (token.revokedAt !== null || token.expiresAt.getTime() <= now || !isGood(token.credential))
      return undefined;
    let { role } = token;
    if (token.credential.startsWith('oidc:')) {
      if (person === null || person.role === null) return undefined;
      if (now - person.provenAt.getTime() > PROVEN_MS) return undefined;
      if (!atLeast(person.role, role)) role = person.role;
    }
    if (!stale && now - (token.lastUsedAt?.getTime() ?? 0) >= TOUCH_EVERY_MS)
      this.store.touch(token.id, new Date(now)).catch(this.#options.onUntouched);
    return { token, role, stale };
  }

  /** Notes what the provider says of somebody, by which their tokens go from here on. Returns their role before. */
  async confirm(
    { staffId }: ProviderIdentity,
    role: StaffRole | undefined,
  ): Promise<StaffRole | undefined> {
    const former = await this.store.roleOf(staffId);
    await this.store.confirm(staffId, role, new Date(this.#options.now()));
    return former;
  }
}
