import { hash } from 'node:crypto';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@request-desk/shared/durations';
import type { StaffRole } from '@request-desk/shared/staff-api';
import { newTimedId } from '../../database/new-id.ts';
import { seal, unseal } from '../../database/secrets/sealed.ts';
import type {
  StaffSessions,
  StoredSession,
  WhoseSessions,
} from '../../database/staff/staff-sessions.ts';
import { newSecret } from '../tokens/new-secret.ts';
import { SessionCookie } from './session-cookie.ts';
import { type ReadSession, SessionReader } from './session-reader.ts';
import { withoutControls } from './without-controls.ts';

/** Its name where the console is not reached over https. */
export const SESSION_COOKIE = 'request_desk_session';
const SECRET = /^[A-Za-z0-9_-]{43}$/;
/** What a refresh token is sealed for. */
const REFRESH = 'refresh token';
const REFRESH_WITHIN_MS = 30_000;
const IDLE_MS = 8 * HOUR_MS;
const LASTS_MS = DAY_MS;
const TOUCH_EVERY_MS = MINUTE_MS;
const LONGEST_CLIENT = 160;

interface SessionOptions {
  readonly store: StaffSessions;
  /** Browsers keep and send the cookie over https alone. */
  readonly secure: boolean;
  readonly now: () => number;
  /** Counts milliseconds and never goes back. */
  readonly ticks: () => number;
  /** Called when the time of last use could not be written. */
  readonly onUntouched: (error: unknown) => void;
}

/** Who begins a session, and where. */
export interface NewSession {
  readonly staffId: string;
  readonly role: StaffRole;
  readonly entrance: StoredSession['entrance'];
  readonly credential: string;
  readonly address: string;
  readonly userAgent: string | undefined;
  /** The `Cookie` header: sessions that the same browser had end. */
  readonly cookies: string | undefined;
  /** Where a provider confirms them. */
  readonly confirmation?: ProviderConfirmation;
}

/** What a provider said of a person, and by what it can be asked again. */
interface ProviderConfirmation {
  readonly subject: string;
  /** When the person proved to it who they are; undefined where it does not say. */
  readonly confirmedAt: Date | undefined;
  readonly refreshToken: string | undefined;
}

/** A session, with what its cookie holds. */
export interface FoundSession extends ReadSession {
  readonly secret: string;
}

/** Sessions of staff, kept by the control plane; browsers hold a random value, and we its hash. */
export class Sessions {
  readonly #options: SessionOptions;
  readonly #cookie: SessionCookie;
  readonly #reader: SessionReader;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { secure, store, ticks } = options;
    this.#cookie = new SessionCookie(SESSION_COOKIE, { secure, shape: SECRET });
    this.#reader = new SessionReader(store, ticks);
  }

  /** A new session as the value of `Set-Cookie`. */
  async begin(person: NewSession): Promise<string> {
    const { staffId, role, entrance, credential, address } = person;
    const [secret, now] = [newSecret(), new Date(this.#options.now())];
    const row: StoredSession = {
      staffId,
      role,
      entrance,
      credential,
      address,
      secretHash: hashOf(secret),
      id: newTimedId('ses', now.getTime()),
      client: withoutControls(person.userAgent ?? '').slice(0, LONGEST_CLIENT),
      createdAt: now,
      seenAt: now,
      confirmedAt: now,
      ...confirmationColumns(person.confirmation, secret, now),
      expiresAt: new Date(now.getTime() + LASTS_MS),
    };
    const former = this.#hashesIn(person.cookies);
    await this.#options.store.add(row, former, this.#idleBefore());
    this.#reader.forget(former);
    this.#reader.keep(row);
    return this.#cookie.set(secret, LASTS_MS);
  }

  /**
   * The session of this `Cookie` header that goes on and was begun by one of `credentials`. Throws
   * DatabaseError when the control plane is away and the session was not read lately.
   */
  async find(
    cookies: string | undefined,
    isGood: (credential: string) => boolean,
  ): Promise<FoundSession | undefined> {
    for (const secret of this.#cookie.valuesIn(cookies)) {
      const found = await this.#reader.read(hashOf(secret));
      if (found === undefined || !this.#goesOn(found.row) || !isGood(found.row.credential))
        continue;
      this.#touch(found);
      return { ...found, secret };
    }
    return undefined;
  }

  /** After its owner has proven again who they are: the same session by another cookie, or undefined. */
  async confirm(session: StoredSession): Promise<string | undefined> {
    const secret = newSecret();
    const now = this.#options.now();
    const { store } = this.#options;
    const row = await store.rotate(session.secretHash, hashOf(secret), new Date(now));
    if (row === undefined) return undefined;
    this.#reader.replace(session, row);
    return this.#cookie.set(secret, row.expiresAt.getTime() - now);
  }

  /** The refresh token of a session, to be used once and by the caller alone; `renew` takes the next. */
  async takeRefreshToken({ row, secret }: FoundSession): Promise<string | undefined> {
    const { secretHash, sealedRefresh } = row;
    const now = this.#options.now();
    const until = new Date(now + REFRESH_WITHIN_MS);
    if (sealedRefresh === null) return undefined;
    if (!(await this.#options.store.claimRefresh(secretHash, new Date(now), until)))
      return undefined;
    // The one that was read may be an older one, used up in another process.
    const fresh = await this.#options.store.find(secretHash);
    return fresh?.sealedRefresh ? unseal(fresh.sealedRefresh, secret, REFRESH) : undefined;
  }

  /**
   * Notes that the provider still confirms the person, in `role` at most; without `found`, that it
   * could not be asked. Undefined when the session has ended meanwhile.
   */
  async renew(
    { row: { secretHash }, secret }: FoundSession,
    found?: { readonly role: StaffRole; readonly refreshToken: string | undefined },
  ): Promise<StoredSession | undefined> {
    const change = found && {
      role: found.role,
      provenAt: new Date(this.#options.now()),
      sealedRefresh: found.refreshToken ? seal(found.refreshToken, secret, REFRESH) : null,
    };
    const row = await this.#options.store.refreshed(secretHash, change ?? {});
    if (row) this.#reader.keep(row);
    return row;
  }

  /** What is stored of a session now, whatever this process remembers. */
  async reread({ row: { secretHash } }: FoundSession): Promise<StoredSession | undefined> {
    const row = await this.#options.store.find(secretHash);
    if (row) this.#reader.keep(row);
    return row;
  }

  /** Ends the sessions of this `Cookie` header; returns the `Set-Cookie` that forgets them. */
  async leave(cookies: string | undefined): Promise<string> {
    for (const secretHash of this.#hashesIn(cookies)) {
      await this.#options.store.endByHash(secretHash);
      this.#reader.forget([secretHash]);
    }
    return this.#cookie.forget();
  }

  list(whose: WhoseSessions): Promise<StoredSession[]> {
    return this.#options.store.list(whose, new Date(this.#options.now()), this.#idleBefore());
  }

  /** Ends one by its id. False when there is none of that id and person. */
  async end(id: string, whose: WhoseSessions): Promise<boolean> {
    const hashes = await this.#options.store.end(id, whose);
    this.#reader.forget(hashes);
    return hashes.length > 0;
  }

  /** Ends all but the one with the id `keep`; returns how many. */
  async endAll(whose: WhoseSessions, keep: string | undefined): Promise<number> {
    const hashes = await this.#options.store.endAll(whose, keep);
    this.#reader.forget(hashes);
    return hashes.length;
  }

  #goesOn({ expiresAt, seenAt }: StoredSession): boolean {
    return this.#options.now() < expiresAt.getTime() && seenAt > this.#idleBefore();
  }

  /** Not awaited: that a session was used must not slow down what it is used for. */
  #touch({ row: { secretHash, seenAt }, stale }: ReadSession): void {
    const now = this.#options.now();
    if (stale || now - seenAt.getTime() < TOUCH_EVERY_MS) return;
    this.#reader.seen(secretHash, new Date(now));
    this.#options.store.touch(secretHash, new Date(now)).catch(this.#options.onUntouched);
  }

  #idleBefore(): Date {
    return new Date(this.#options.now() - IDLE_MS);
  }

  #hashesIn(cookies: string | undefined): string[] {
    return this.#cookie.valuesIn(cookies).map(hashOf);
  }
}

function confirmationColumns(
  confirmation: ProviderConfirmation | undefined,
  secret: string,
  now: Date,
) {
  if (confirmation === undefined)
    return { subject: null, provenAt: null, sealedRefresh: null, refreshingUntil: null };
  const { subject, refreshToken, confirmedAt } = confirmation;
  return {
    subject,
    provenAt: now,
    refreshingUntil: null,
    sealedRefresh: refreshToken === undefined ? null : seal(refreshToken, secret, REFRESH),
    // A provider that lets somebody in whom it knows has not asked them again.
    confirmedAt: confirmedAt === undefined ? new Date(0) : earlier(confirmedAt, now),
  };
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}

/** A slow hash would protect nothing in 256 random bits. */
function hashOf(secret: string): string {
  return hash('sha256', secret);
}
