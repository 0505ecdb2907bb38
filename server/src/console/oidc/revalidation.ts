import { MINUTE_MS } from '@request-desk/shared/durations';
import { STAFF_ROLES, type StaffRole } from '@request-desk/shared/staff-api';
import type { Logger } from 'pino';
import type { StoredSession } from '../../database/staff/staff-sessions.ts';
import { ConsoleError } from '../console-error.ts';
import type { FoundSession, Sessions } from '../sessions/sessions.ts';
import type { OnIdentified, Provider } from './provider.ts';
import { ProviderFault } from './provider-fault.ts';
import { roleOf } from './role-mapping.ts';

/** So long after the provider last confirmed somebody it is asked again, behind a call that goes on. */
const ASK_AFTER_MS = 5 * MINUTE_MS;
/** After this nothing goes on without its word. */
const LIMIT_MS = 15 * MINUTE_MS;
const WAIT_MS = 6_000;
const POLL_REVALIDATION_MS = 300;

interface RevalidationOptions {
  readonly provider: Pick<Provider, 'refresh' | 'settings'>;
  readonly sessions: Sessions;
  readonly log: Logger;
  readonly now: () => number;
  readonly onVouched: OnIdentified;
  /** Told of a session that the provider ended. */
  readonly onEnded: (session: StoredSession) => void;
}

/**
 * Ends the role of a person whom the provider no longer confirms, within 15 minutes: it is asked by the
 * refresh token from the fifth on, and without its word a session counts no more. A role only ever
 * falls this way; a higher one takes a new sign-in, and with it another cookie.
 */
export class Revalidation {
  readonly #options: RevalidationOptions;
  readonly #asking = new Map<string, Promise<StoredSession | undefined>>();

  constructor(options: RevalidationOptions) {
    this.#options = options;
  }

  /** The session as it is with the provider's word. Throws ConsoleError (401) when it counts no more. */
  async checked(found: FoundSession): Promise<StoredSession> {
    const { row, stale } = found;
    if (row.provenAt === null) return row;
    const age = this.#age(row);
    if (age < ASK_AFTER_MS || (stale && age < LIMIT_MS)) return row;
    if (stale) throw lapsed('The control plane and with it the identity provider cannot be asked.');
    const asking = this.#ask(found);
    if (age < LIMIT_MS) {
      asking.catch((err: unknown) => this.#options.log.warn({ err }, 'role not confirmed'));
      return row;
    }
    const renewed = await asking;
    if (renewed !== undefined && this.#age(renewed) < LIMIT_MS) return renewed;
    throw lapsed('The identity provider has not confirmed your role for 15 minutes.');
  }

  #age({ provenAt }: StoredSession): number {
    return this.#options.now() - (provenAt?.getTime() ?? 0);
  }

  /** One question at a time for each session. */
  #ask(found: FoundSession): Promise<StoredSession | undefined> {
    const { id } = found.row;
    const open = this.#asking.get(id);
    if (open) return open;
    const asking = this.#answer(found).finally(() => this.#asking.delete(id));
    this.#asking.set(id, asking);
    return asking;
  }

  async #answer(found: FoundSession): Promise<StoredSession | undefined> {
    const { provider, sessions, onVouched } = this.#options;
    const token = await sessions.takeRefreshToken(found);
    if (token === undefined) return await this.#answeredElsewhere(found);
    try {
      const person = await provider.refresh(token, found.row.subject ?? '');
      const role = roleOf(person, provider.settings.roles);
      await onVouched(person, role);
      if (role === undefined)
        return await this.#end(found, 'no group of theirs has a role any more');
      const { refreshToken } = person;
      return await sessions.renew(found, { role: lower(role, found.row.role), refreshToken });
    } catch (error) {
      if (error instanceof ProviderFault && error.kind === 'ended')
        return await this.#end(found, error.message);
      await sessions.renew(found);
      throw error instanceof ProviderFault ? lapsed(error.message) : error;
    }
  }

  /** Another process is asking, or there is nothing to ask with. */
  async #answeredElsewhere(found: FoundSession): Promise<StoredSession | undefined> {
    if (found.row.sealedRefresh === null) return found.row;
    for (let waited = 0; waited < WAIT_MS; waited += POLL_REVALIDATION_MS) {
      await new Promise((resolve) => setTimeout(resolve, POLL_REVALIDATION_MS));
      const row = await this.#options.sessions.reread(found);
      if (row === undefined || this.#age(row) < ASK_AFTER_MS) return row;
    }
    return found.row;
  }

  async #end({ row }: FoundSession, why: string): Promise<undefined> {
    await this.#options.sessions.end(row.id, {});
    const line = { staff: row.staffId, session: row.id, why };
    this.#options.log.warn(line, 'session ended by the identity provider');
    this.#options.onEnded(row);
    return undefined;
  }
}

function lower(a: StaffRole, b: StaffRole): StaffRole {
  return STAFF_ROLES.indexOf(a) < STAFF_ROLES.indexOf(b) ? a : b;
}

function lapsed(message: string): ConsoleError {
  return new ConsoleError('not_signed_in', `${message} Sign in again.`, {
    'www-authenticate': 'Bearer',
  });
}
