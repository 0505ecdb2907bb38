import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { ClickHouse } from '../clickhouse/client.ts';
import { holdsRecord } from '../clickhouse/queries/holds-record.ts';
import { renewMark } from '../clickhouse/schema/store-mark.ts';
import type { RegistryLook } from './registry-reader.ts';
import type { StoreSnapshot } from './store-reader.ts';

const CHECK_ROLLBACK_EVERY_MS = 30_000;

interface RollbackOptions {
  readonly clickhouse: ClickHouse;
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
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(options: RollbackOptions) {
    this.#options = options;
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
    const { storeId: id } = found;
    if (id === undefined) return found;
    return { ...found, storeId: await this.#idOf(id, registry, at, nowMs) };
  }

  async #idOf(id: string, registry: RegistryLook, at: number, nowMs: number): Promise<string> {
    const { clickhouse, keeps, retentionMs, log } = this.#options;
    if (!keeps || clickhouse.cluster !== undefined) return id;
    if (at - this.#lookedAt < CHECK_ROLLBACK_EVERY_MS) return id;
    const since = registry.stores.find((store) => store.id === id)?.firstSeenAt.getTime();
    const [newest] = registry.rows
      .filter((row) => row.storeId === id && row.verifiedEpoch > 0)
      .sort((a, b) => b.verifiedAtMs - a.verifiedAtMs);
    // What was seen before this store was may have been seen in another one; what is old is removed.
    const from = Math.max(since ?? Number.POSITIVE_INFINITY, nowMs - retentionMs / 2);
    if (newest !== undefined && newest.verifiedAtMs > from) {
      const { id: producer, verifiedEpoch: epoch, verifiedAtMs } = newest;
      if (!(await holdsRecord(clickhouse, producer, epoch, verifiedAtMs))) {
        const store = idAfter(id, `${producer} ${epoch} ${verifiedAtMs}`);
        await renewMark(clickhouse, store);
        log.error(
          { before: id, store, producer, verified_to: new Date(verifiedAtMs).toISOString() },
          'the telemetry store lacks what was seen in it before: an earlier state of it was put in its ' +
            'place; it counts as another one, whose loss an admin accepts by “request-desk store accept”',
        );
        return store;
      }
    }
    this.#lookedAt = at;
    return id;
  }
}

/** The same for all processes that notice it. */
function idAfter(id: string, what: string): string {
  const hex = createHash('sha256').update(`${id} ${what}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`]
    .concat(hex.slice(20, 32))
    .join('-');
}
