import { createHash } from 'node:crypto';
import type { ReferenceClock } from '@request-desk/fastify/producer/reference-clock';
import type { Logger } from 'pino';
import type { ClickHouse } from '../clickhouse/client.ts';
import { holdsRecord } from '../clickhouse/queries/holds-record.ts';
import { renewMark, storeId } from '../clickhouse/schema/store-mark.ts';
import type { FollowedProducers, VerifiedPrefix } from './followed-producers.ts';
import type { RegistryLook } from './registry-reader.ts';
import { SharedReads } from './shared-reads.ts';
import type { StoreSnapshot } from './store-reader.ts';

const CHECK_ROLLBACK_EVERY_MS = 30_000;

/** A record that was seen in a store. */
type SeenRecord = Pick<VerifiedPrefix, 'id' | 'epoch' | 'atMs'>;

/** What a check found; `id` is undefined while the store has no tables. */
interface StoreCheck {
  readonly id: string | undefined;
  readonly isAsSeen: boolean;
}

interface RollbackOptions {
  readonly clickhouse: ClickHouse;
  readonly clock: Pick<ReferenceClock, 'lower'>;
  /** Milliseconds that are never stepped. */
  readonly monotonic: () => number;
  /** What this process has seen. */
  readonly followed: FollowedProducers;
  readonly maxSkewMs: number;
  readonly retentionMs: number;
  /** False where others look: then nothing is. */
  readonly keeps: boolean;
  readonly log: Logger;
}

/**
 * Notices that a store was put back to an earlier state of itself, as by a restored backup: the
 * newest record that was seen in it is gone. It becomes another store, so that its loss is accepted by
 * a person and named. Not on a cluster, whose replicas may be behind each other.
 */
export class StoreRollback {
  readonly #options: RollbackOptions;
  readonly #checks: SharedReads<StoreCheck>;
  #lookedAt = Number.NEGATIVE_INFINITY;

  /** The store of the last look. */
  #storeId: string | undefined;
  /** Up to here, records were seen in another store before it. */
  #seenElsewhereTo = Number.NEGATIVE_INFINITY;
  /** The record that turned out to be gone from that store. */
  #gone: SeenRecord | undefined;

  constructor(options: RollbackOptions) {
    this.#options = options;
    this.#checks = new SharedReads(() => this.#check(), 0, options.monotonic);
  }

  /**
   * Whether the store still is `id`, and holds the newest record that this process has seen in it; if it does not, the
   * next look takes it for another one. Asked before an absence is called proven: between two looks a store may be
   * replaced or put back. Who asks while a check runs shares the next one. Throws what the store throws.
   */
  async isStill(id: string | undefined): Promise<boolean> {
    const found = await this.#checks.look(this.#options.monotonic());
    return found.id === id && found.isAsSeen;
  }

  async #check(): Promise<StoreCheck> {
    const { clickhouse } = this.#options;
    const store = clickhouse.prompt ?? clickhouse;
    const [id, isAsSeen] = await Promise.all([storeId(store), this.#isAsSeen(store)]);
    return { id, isAsSeen };
  }

  /** Always true of an engine in this process. */
  async #isAsSeen(clickhouse: ClickHouse): Promise<boolean> {
    const { keeps, retentionMs, clock } = this.#options;
    if (!keeps || clickhouse.embedded || clickhouse.cluster !== undefined) return true;
    const newest = this.#newestSeen();
    const from = Math.max(this.#seenElsewhereTo, clock.lower() - retentionMs / 2);
    if (newest === undefined || newest.atMs <= from) return true;
    if (await holdsRecord(clickhouse, newest.id, newest.epoch, newest.atMs)) return true;
    this.#gone = newest;
    return false;
  }

  /**
   * What was found, in another store than it says where that lacks what was verified in it. `at` in
   * monotonic milliseconds, `nowMs` by the reference clock. Throws what the store throws.
   */
  async look(
    found: StoreSnapshot,
    registry: RegistryLook,
    at: number,
    nowMs: number,
  ): Promise<StoreSnapshot> {
    const { storeId } = found;
    if (storeId === undefined) return found;
    if (storeId !== this.#storeId) this.#enter(storeId);
    const id = await this.#idOf(storeId, registry, at, nowMs);
    if (id !== storeId) this.#enter(id);
    return { ...found, storeId: id };
  }

  #enter(storeId: string): void {
    this.#storeId = storeId;
    this.#gone = undefined;
    this.#seenElsewhereTo = this.#newestSeen()?.atMs ?? this.#seenElsewhereTo;
  }

  #newestSeen(): SeenRecord | undefined {
    const { followed, maxSkewMs } = this.#options;
    return newestOf(followed.verified(maxSkewMs));
  }

  async #idOf(id: string, registry: RegistryLook, at: number, nowMs: number): Promise<string> {
    const { clickhouse, keeps, retentionMs } = this.#options;
    if (!keeps || clickhouse.cluster !== undefined) return id;
    if (this.#gone) return await this.#renewed(id, this.#gone);
    if (at - this.#lookedAt < CHECK_ROLLBACK_EVERY_MS) return id;
    const since = registry.stores.find((store) => store.id === id)?.firstSeenAt.getTime();
    const newest = newestOf(
      registry.rows
        .filter((row) => row.storeId === id && row.verifiedEpoch > 0)
        .map((row) => ({ id: row.id, epoch: row.verifiedEpoch, atMs: row.verifiedAtMs })),
    );
    // What was seen before this store was may have been seen in another one; what is old is removed.
    const from = Math.max(since ?? Number.POSITIVE_INFINITY, nowMs - retentionMs / 2);
    if (newest !== undefined && newest.atMs > from) {
      if (!(await holdsRecord(clickhouse, newest.id, newest.epoch, newest.atMs)))
        return await this.#renewed(id, newest);
    }
    this.#lookedAt = at;
    return id;
  }

  /** Gives the store that lacks a record another id. */
  async #renewed(id: string, { id: producer, epoch, atMs }: SeenRecord): Promise<string> {
    const { clickhouse, log } = this.#options;
    const store = idAfter(id, `${producer} ${epoch} ${atMs}`);
    await renewMark(clickhouse, store);
    log.error(
      { before: id, store, producer, verified_to: new Date(atMs).toISOString() },
      'the telemetry store lacks what was seen in it before: an earlier state of it was put in its ' +
        'place; it counts as another one, whose loss an admin accepts by “request-desk store accept”',
    );
    return store;
  }
}

function newestOf(records: readonly SeenRecord[]): SeenRecord | undefined {
  return records.toSorted((a, b) => b.atMs - a.atMs)[0];
}

/** The same for all processes that notice it. */
function idAfter(id: string, what: string): string {
  const hex = createHash('sha256').update(`${id} ${what}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`]
    .concat(hex.slice(20, 32))
    .join('-');
}
