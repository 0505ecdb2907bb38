import type { Logger } from 'pino';
import type { Producers } from '../database/producers.ts';
import { lostWithStore } from './accepted-gap.ts';
import type { FollowedProducers } from './followed-producers.ts';
import { DESK } from './limits.ts';
import { type RegistryLook, recordLoss } from './registry-reader.ts';

const SAVE_EVERY_MS = 30_000;

interface KeeperOptions {
  readonly producers: Pick<Producers, 'accept' | 'markDrained' | 'saveVerified'>;
  readonly followed: FollowedProducers;
  readonly maxSkewMs: number;
  /** False where other processes write: then nothing is written. */
  readonly keeps: boolean;
  readonly log: Logger;
}

/** Writes down in the control plane what was found, so that it is found once. */
export class ProgressStore {
  readonly #options: KeeperOptions;
  #savedAt: number;

  constructor(options: KeeperOptions, at: number) {
    this.#options = options;
    this.#savedAt = at;
  }

  /**
   * After each look; `at` in monotonic milliseconds, `nowMs` by the reference clock. A control plane
   * that goes away meanwhile changes nothing.
   */
  async keep(registry: RegistryLook, storeId: string, at: number, nowMs: number): Promise<void> {
    const { keeps, producers, followed, log } = this.#options;
    const losses = followed.takeLosses();
    if (!keeps) return;
    try {
      for (const { id, loss } of losses)
        await recordLoss(producers, registry, {
          id,
          loss,
          currentTo: followed.currentTo(id),
          nowMs,
        });
      for (const { id, detail } of lostWithStore(registry, followed, at, nowMs))
        await producers.accept(id, DESK, 'lost with the store that was replaced', detail);
      for (const { id, epoch, drainedEpoch } of registry.rows) {
        if (followed.drainedEpoch(id) === epoch && drainedEpoch !== epoch)
          await producers.markDrained(id, epoch);
      }
      if (at - this.#savedAt >= SAVE_EVERY_MS) await this.save(storeId, at);
    } catch (err) {
      log.warn({ err }, 'how far the data is complete could not be written down');
    }
  }

  /** Saves what is verified. Throws when the control plane does not take it. */
  async save(storeId: string, at: number): Promise<void> {
    const { keeps, producers, followed, maxSkewMs } = this.#options;
    if (!keeps) return;
    this.#savedAt = at;
    const prefixes = followed.verified(maxSkewMs);
    await producers.saveVerified(prefixes.map((prefix) => ({ ...prefix, storeId })));
  }
}
