import type { ReferenceClock } from '@request-desk/fastify/producer/reference-clock';
import type { Logger } from 'pino';
import type { ClickHouse } from '../clickhouse/client.ts';
import { storeAway } from '../clickhouse/store-away.ts';
import type { Signals } from '../database/signals.ts';
import { AskProducers } from './claims/ask-producers.ts';
import { absenceAt, type Completeness, completenessOf, SETTLE_MS } from './completeness.ts';
import { FirstAsked } from './first-asked.ts';
import { FollowedProducers } from './followed-producers.ts';
import type { Moment } from './judge-producer.ts';
import { limitsOf } from './limits.ts';
import type { Prefix } from './producer-progress.ts';
import { ProgressStore } from './progress-store.ts';
import { ReadPlan } from './read-plan.ts';
import {
  promptRegistry,
  type Registry,
  type RegistryLook,
  registerUnknown,
} from './registry-reader.ts';
import { SharedReads } from './shared-reads.ts';
import { inStore, StoreReader, type StoreSnapshot } from './store-reader.ts';
import { StoreRollback } from './store-rollback.ts';

const BACKGROUND_MS = 5_000;
/** The least time between two looks that somebody waits for. */
const APART_MS = 150;
const APART_EMBEDDED_MS = 40;
/** Nobody listened after a pause like this. */
const UNREAD_AFTER_MS = 15_000;

export interface WatermarkOptions {
  readonly clickhouse: ClickHouse;
  readonly producers: Registry;
  readonly clock: ReferenceClock;
  /** Reach the producers that share the control plane. */
  readonly signals: Signals;
  /** By how much a producer's wall clock may be off, in milliseconds. */
  readonly maxSkewMs: number;
  /** How long telemetry is kept, in milliseconds. */
  readonly retentionMs: number;
  /** True where this process writes down what it finds: one or two are enough. */
  readonly keeps: boolean;
  readonly log: Logger;
  /** Milliseconds that are never stepped; performance.now() where nothing else is given. */
  readonly monotonic?: () => number;
}

const NO_REGISTRY: RegistryLook = { rows: [], decisions: [], stores: [] };

/**
 * How far the store is complete, judged by what is stored and who is registered, never by what this
 * process knows of itself.
 */
export class Watermark {
  readonly firstAsked: FirstAsked;
  readonly #options: WatermarkOptions;
  readonly #monotonic: () => number;
  readonly #reader: StoreReader;
  readonly #followed = new FollowedProducers();
  readonly #ask: AskProducers;
  readonly #plan = new ReadPlan(this.#followed);
  readonly #keeper: ProgressStore;
  readonly #rollback: StoreRollback;
  readonly #looks: SharedReads<Completeness>;
  readonly #readRegistry: () => Promise<RegistryLook | undefined>;
  #registry = NO_REGISTRY;
  #latest: Completeness | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #steps: number;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: WatermarkOptions) {
    this.#options = options;
    this.#monotonic = options.monotonic ?? (() => performance.now());
    this.#readRegistry = promptRegistry(options.producers, this.#away);
    this.#reader = new StoreReader(options.clickhouse.prompt ?? options.clickhouse);
    const followed = this.#followed;
    this.#rollback = new StoreRollback({ ...options, followed, monotonic: this.#monotonic });
    this.#ask = new AskProducers(options, followed.claims);
    this.#keeper = new ProgressStore({ ...options, followed }, this.#monotonic());
    const apart = options.clickhouse.embedded ? APART_EMBEDDED_MS : APART_MS;
    this.#looks = new SharedReads((startedAt) => this.#once(startedAt), apart, this.#monotonic);
    this.#steps = options.clock.steps;
    this.firstAsked = new FirstAsked(this.#monotonic);
  }

  /** What the last look found; undefined before the first one. */
  get latest(): Completeness | undefined {
    return this.#latest;
  }

  /** T as the last look found it, in ISO 8601: what every answer says. */
  currentTo(): string | null {
    const ms = this.#latest?.currentTo;
    return ms === undefined ? null : new Date(ms).toISOString();
  }

  /** What is verified of a producer. */
  prefixOf(id: string): Prefix | undefined {
    return this.#followed.prefixOf(id);
  }

  /** Now, for those who must not be promised too much: the later end of the reference clock. */
  askedAt(): number {
    return this.#options.clock.upper();
  }

  /** Looks now, and from then on every five seconds until `stop`; resolves after the first look. */
  async start(): Promise<void> {
    await this.look().catch((err: unknown) => {
      this.#options.log.error({ err }, 'how far the data is complete could not be judged');
    });
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.start(), BACKGROUND_MS).unref();
  }

  /** Ends it; saves what was verified. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    const storeId = this.#latest?.storeId;
    if (storeId) await this.#keeper.save(storeId, this.#monotonic()).catch(() => undefined);
  }

  /**
   * Waits, for a moment at most, until the absence of an id that was asked for at `askedAt` (by the
   * reference clock) is proven, or known to stay open, or no question any more: it has `arrived`.
   */
  async settle(
    askedAt: number,
    waitMs = SETTLE_MS,
    arrived: () => Promise<boolean> = async () => false,
  ): Promise<Completeness> {
    const began = this.#monotonic();
    const ask = this.#ask.again(askedAt);
    for (let since = began; ; since = this.#monotonic()) {
      ask(since);
      const found = await this.#looks.look(since);
      const { kind } = absenceAt(found, askedAt);
      if (kind !== 'too_fresh' || this.#monotonic() - began > waitMs || (await arrived()))
        return found;
    }
  }

  /** Whether the store is still the one that `found` is about, and not in an earlier state. */
  async isSameStore({ storeId }: Completeness): Promise<boolean> {
    return await inStore(this.#rollback.isStill(storeId));
  }

  /** A look that begins now; asks producers for their claims. Never waits for a hung store. */
  look(): Promise<Completeness> {
    this.#ask.once(this.askedAt());
    return this.#looks.look(this.#monotonic());
  }

  /** As `look`, but what is being looked up already will do: for who asks how things are. */
  glance(): Promise<Completeness> {
    this.#ask.once(this.askedAt());
    return this.#looks.join();
  }

  async #once(startedAt: number): Promise<Completeness> {
    const { clock, maxSkewMs } = this.#options;
    const nowMs = clock.lower();
    const begun = !this.#plan.isFirst || (await this.#begin(startedAt));
    const lookFor = this.#plan.next(startedAt, nowMs);
    const [registry, look] = await Promise.all([
      begun ? this.#readRegistry() : undefined,
      inStore(this.#reader.look(lookFor)).catch(storeAway),
    ]);
    if (registry) this.#registry = registry;
    const store =
      look &&
      (await inStore(this.#rollback.look(look, this.#registry, startedAt, nowMs)).catch(storeAway));
    const at = this.#monotonic();
    if (store) {
      this.#plan.done(lookFor, at);
      this.#listen(at);
    }
    const moment: Moment = { at, nowMs: clock.upper(), skewMs: maxSkewMs };
    if (store) await this.#take(store, registry !== undefined, moment);
    const { rows, decisions, stores } = this.#registry;
    const producers = this.#followed.judge(rows, moment);
    const latest = completenessOf({
      startedAt,
      takenAt: at,
      nowMs: moment.nowMs,
      beganMs: nowMs,
      producers,
      // Without its tables a store knows nothing.
      store: store?.storeId === undefined ? 'unavailable' : 'ok',
      controlPlane: registry ? 'ok' : 'unavailable',
      storeId: store?.storeId,
      replacedAt: stores
        .find(({ id, acceptedAt }) => id === store?.storeId && acceptedAt === null)
        ?.firstSeenAt.getTime(),
      limits: limitsOf(decisions, rows, stores, moment.nowMs),
    });
    this.#latest = latest;
    if (registry && store?.storeId)
      await this.#keeper.keep(this.#registry, store.storeId, at, moment.nowMs);
    return latest;
  }

  /** Takes in what is stored, and lets the registry know what it did not. */
  async #take(store: StoreSnapshot, reachable: boolean, moment: Moment): Promise<void> {
    if (reachable && (await this.#isNews(store).catch(this.#away)))
      this.#registry = (await this.#readRegistry()) ?? this.#registry;
    this.#followed.observe(this.#registry.rows, store, moment.at);
    const back = this.#followed.back(this.#registry.rows, moment.skewMs);
    if (reachable)
      for (const id of back) await this.#options.producers.recall(id).catch(this.#away);
    this.#followed.passAccepted(this.#registry.decisions, moment.at);
  }

  async #isNews(store: StoreSnapshot): Promise<boolean> {
    const { producers } = this.#options;
    const { storeId } = store;
    const other = storeId !== undefined && this.#registry.stores.at(-1)?.id !== storeId;
    if (other) await producers.seeStore(storeId);
    return (await registerUnknown(producers, this.#registry, store)) || other;
  }

  /** Who there is, before the first look (false when nobody says): it has to reach back to what was verified of them. */
  async #begin(at: number): Promise<boolean> {
    const { clock, maxSkewMs: skewMs } = this.#options;
    const registry = await this.#readRegistry();
    if (registry) this.#registry = registry;
    this.#followed.judge(this.#registry.rows, { at, nowMs: clock.upper(), skewMs });
    return registry !== undefined;
  }

  /** Silence counts only while somebody listens, and times only in one frame of the reference. */
  #listen(at: number): void {
    if (at - this.#readAt > UNREAD_AFTER_MS) this.#followed.listenedFrom(at);
    this.#readAt = at;
    const { steps } = this.#options.clock;
    if (steps === this.#steps) return;
    this.#steps = steps;
    this.#followed.newFrame();
  }

  readonly #away = (err: unknown): undefined => {
    this.#options.log.debug({ err }, 'the control plane does not answer');
  };
}
