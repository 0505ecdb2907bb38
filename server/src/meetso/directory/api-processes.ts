import { eq, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { ControlPlaneReplaced } from '../../database/control-plane-outage.ts';
import type { Database } from '../../database/database.ts';
import { IDENTITY } from '../../database/identity.ts';
import type { Signals } from '../../database/signals.ts';
import type { UnconfirmedProcess } from '../../directory/directory.ts';
import { apiKeys, apiProcesses } from './tables.ts';

/** A process of the API, as it announces itself. */
export interface ApiProcess {
  /** Names it among those of its kind. */
  readonly instance: string;
  readonly host: string;
  /** For so long it admits keys that it last read as valid when the control plane is away. */
  readonly staleSeconds: number;
}

/** The answer to a process that announces itself. */
export interface Beat {
  /** Those of the keys asked about that are revoked. */
  readonly revoked: readonly string[];
  /** How many processes live, the asking one among them. */
  readonly processes: number;
}

const beaten = z.array(
  z.object({
    identity: z.string().nullable(),
    revoked: z.array(z.string()),
    others: z.coerce.number(),
  }),
);
const times = z.array(z.object({ at: z.string() }));
const rows = z.array(z.object({ instance: z.string(), host: z.string(), last_seen: z.string() }));
/** A cut-off process notices within this that its keys are too old. */
const SLACK_S = 5;
/** A process without a heartbeat for so long, at one a second or more, answers nobody. */
const LIVE_S = 5;
/** Asks all processes to announce themselves at once. */
const ROLL_CALL = 'api-roll-call';

/** Which processes admit keys, and up to when each has read revocations. */
export class ApiProcesses {
  readonly #orm: Database['orm'];
  readonly #identity: string;
  readonly #signals: Signals;

  constructor({ orm, identity, signals }: Pick<Database, 'orm' | 'identity' | 'signals'>) {
    this.#orm = orm;
    this.#identity = identity;
    this.#signals = signals;
  }

  /** Asks every process to announce itself now, and so to read what is revoked; this may not reach one. */
  callRoll(): void {
    this.#signals.send(ROLL_CALL, '');
  }

  /** Calls `listener` whenever that is asked of this process. */
  onRollCall(listener: () => void): void {
    this.#signals.on(ROLL_CALL, listener);
  }

  /**
   * Records that `process` runs and returns which of the keys `ids` are revoked, in one statement: what
   * was revoked before the time that it notes is in the answer. Throws ControlPlaneReplaced.
   */
  async beat({ instance, host, staleSeconds }: ApiProcess, ids: string[]): Promise<Beat> {
    const [row] = await this.#rows(
      beaten,
      sql`with beat as (
        insert into ${apiProcesses} (instance, host, read_to, stale_seconds)
          select ${instance}, ${host}, statement_timestamp(), ${staleSeconds}::int
          where ${IDENTITY} = ${this.#identity}
        on conflict (instance) do update set host = excluded.host, read_to = excluded.read_to,
          stale_seconds = excluded.stale_seconds
      ) select ${IDENTITY} as identity, array(
        select id from ${apiKeys} where revoked_at is not null
          and id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
      ) as revoked, (
        select count(*) from ${apiProcesses} where instance <> ${instance}
          and read_to > statement_timestamp() - make_interval(secs => ${LIVE_S})
      ) as others`,
    );
    if (row?.identity !== this.#identity) throw new ControlPlaneReplaced();
    return { revoked: row.revoked, processes: row.others + 1 };
  }

  /** Takes a process that ended off the list, and those without a heartbeat for a day. */
  async leave(instance: string): Promise<void> {
    await this.#orm.delete(apiProcesses).where(eq(apiProcesses.instance, instance));
    await this.#orm
      .delete(apiProcesses)
      .where(sql`${apiProcesses.readTo} < clock_timestamp() - interval '1 day'`);
  }

  /** The database's time, for `unconfirmed`. */
  async now(): Promise<string> {
    const [row] = await this.#rows(times, sql`select clock_timestamp()::text as at`);
    if (row === undefined) throw new Error('the control plane does not tell the time');
    return row.at;
  }

  /** Processes that may still admit a key whose revocation was committed before `at`, a time of `now`. */
  async unconfirmed(at: string): Promise<UnconfirmedProcess[]> {
    const found = await this.#rows(
      rows,
      sql`select instance, host, (read_to at time zone 'UTC')::text as last_seen
        from ${apiProcesses} where read_to < ${at}::timestamptz
          and read_to > clock_timestamp() - make_interval(secs => stale_seconds + ${SLACK_S})
        order by instance`,
    );
    return found.map(({ instance, host, last_seen }) => ({
      instance,
      host,
      lastSeen: new Date(`${last_seen.replace(' ', 'T')}Z`).toISOString(),
    }));
  }

  async #rows<T>(schema: z.ZodType<T>, query: SQL): Promise<T> {
    const result: unknown = await this.#orm.execute(query);
    return z.object({ rows: schema }).parse(result).rows;
  }
}
