import { DAY_MS, HOUR_MS, MINUTE_MS } from '@request-desk/shared/durations';
import { backoffMs } from '@request-desk/shared/retry';
import type { Logger } from 'pino';
import type { Channel, Channels } from '../channels/channels.ts';
import { DeliveryFault } from '../notifiers/delivery-fault.ts';
import type { Message } from '../notifiers/message.ts';
import { notify } from '../notifiers/registry.ts';
import { type DeliveryRow, LOG_KEPT_MS, notices as noticesOf, type Outbox } from './outbox.ts';

const BACKOFF = { firstMs: 1_000, mostMs: 5 * MINUTE_MS } as const;
/** After so long, or so many attempts, a page is of no use any more: about a day both. */
const GIVE_UP_MS = DAY_MS;
const GIVE_UP_ATTEMPTS = 400;
/** What nobody here put into the outbox, as a restored backup did, is found after this. */
const LOOK_UNWOKEN_EVERY_MS = 10_000;

interface WorkerOptions {
  readonly outbox: Outbox;
  readonly channels: Channels;
  /** Puts the message of a delivery together; nothing when its alerts are gone. */
  readonly compose: (row: DeliveryRow) => Promise<Message | undefined>;
  /** Milliseconds since 1970, for the log of deliveries. */
  readonly now: () => number;
  /** Milliseconds of a clock that nobody sets: waits and giving up go by it. */
  readonly steadyMs: () => number;
  readonly log: Logger;
}

/**
 * Sends what the outbox holds: in order for each channel, and no channel waits for another. A
 * delivery counts as sent after a 2xx and not before; repeats have the same idempotency key.
 */
export class DeliveryWorker {
  readonly #options: WorkerOptions;
  readonly #busy = new Map<string, Promise<void>>();
  /** Until when a channel that failed is left alone, by the steady clock. */
  readonly #resting = new Map<string, number>();
  /** When each delivery that still fails was first tried here, by the steady clock. */
  readonly #triedFrom = new Map<string, number>();
  #stopped = false;
  #forgotMs = Number.NEGATIVE_INFINITY;
  /** When a look found nothing, by the steady clock; undefined while something may wait. */
  #emptyMs: number | undefined;

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  /** Something may have been put into the outbox: the next tick looks. */
  wake(): void {
    this.#emptyMs = undefined;
  }

  /**
   * Starts on everything that is due. Channels that are still busy go on with what they have. Where nothing
   * waited and nobody has called `wake` since, the outbox is not read.
   */
  async tick(): Promise<void> {
    const { outbox, now, steadyMs } = this.#options;
    if (steadyMs() - this.#forgotMs > HOUR_MS) {
      this.#forgotMs = steadyMs();
      await outbox.forget(new Date(now() - LOG_KEPT_MS));
    }
    for (const [id, until] of this.#resting) if (until <= steadyMs()) this.#resting.delete(id);
    if (steadyMs() - (this.#emptyMs ?? Number.NEGATIVE_INFINITY) < LOOK_UNWOKEN_EVERY_MS) return;
    // What a busy channel is sending still waits in the table: read now, it would be sent twice.
    const left = [...this.#resting.keys(), ...this.#busy.keys()];
    this.#emptyMs = steadyMs();
    const rows = await outbox.due(left).catch((error: unknown) => {
      this.wake();
      throw error;
    });
    if (rows.length > 0 || left.length > 0) this.wake();
    const due = Map.groupBy(rows, (row) => row.channelId);
    for (const [channelId, rows] of due) {
      if (this.#stopped) return;
      const work = this.#sendAll(channelId, rows)
        .catch((err: unknown) => this.#options.log.warn({ err }, 'notifications are late'))
        .finally(() => this.#busy.delete(channelId));
      this.#busy.set(channelId, work);
    }
  }

  /** Finishes what is being sent and starts nothing else. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#busy.values());
  }

  async #sendAll(channelId: string, rows: readonly DeliveryRow[]): Promise<void> {
    const channel = await this.#options.channels.find(channelId);
    for (const row of rows) {
      if (this.#stopped || !(await this.#send(channel, row))) return;
    }
  }

  /** False when the channel wants no more at present. */
  async #send(channel: Channel | undefined, row: DeliveryRow): Promise<boolean> {
    const { outbox, compose, now } = this.#options;
    if (!channel?.enabled) {
      await outbox.change(row.id, { state: 'failed', lastError: 'the channel is gone or off' });
      return true;
    }
    const attempts = row.attempts + 1;
    if (!this.#triedFrom.has(row.id)) this.#triedFrom.set(row.id, this.#options.steadyMs());
    try {
      const notices = await this.#ofInterest(row);
      if (notices.length === 0) {
        const lastError = 'the channel never took the beginning of what has ended';
        await outbox.change(row.id, { state: 'failed', lastError });
        return true;
      }
      const message = await compose({ ...row, notices });
      const lastStatus = message ? await notify(message, channel) : null;
      const sentAt = new Date(now());
      await outbox.change(row.id, { state: 'sent', attempts, sentAt, lastStatus, lastError: null });
      this.#triedFrom.delete(row.id);
      return true;
    } catch (error) {
      return await this.#failed(row, attempts, error);
    }
  }

  /** What a delivery says, without ends of what the channel never took the beginning of. */
  async #ofInterest({ channelId, notices }: DeliveryRow) {
    const refs = noticesOf.parse(notices);
    const ended = refs.filter(({ change }) => change === 'ended').map(({ id }) => id);
    if (ended.length === 0) return refs;
    const notified = await this.#options.outbox.notified(channelId, ended);
    return refs.filter(({ id, change }) => change !== 'ended' || notified.has(id));
  }

  async #failed(row: DeliveryRow, attempts: number, error: unknown): Promise<boolean> {
    const { outbox, now, steadyMs, log } = this.#options;
    const fault = error instanceof DeliveryFault ? error : undefined;
    const seen = { attempts, lastStatus: fault?.status ?? null, lastError: textOf(error) };
    log.warn(
      { channel: row.channelId, delivery: row.id, attempts, error: seen.lastError },
      'a notification was not taken',
    );
    const triedMs = steadyMs() - (this.#triedFrom.get(row.id) ?? steadyMs());
    const tooOld = triedMs > GIVE_UP_MS || attempts >= GIVE_UP_ATTEMPTS;
    if (tooOld || fault?.retryable === false) {
      await outbox.change(row.id, { ...seen, state: 'failed' });
      this.#triedFrom.delete(row.id);
      return true;
    }
    const waitMs = Math.max(fault?.retryAfterMs ?? 0, backoffMs(attempts, BACKOFF));
    this.#resting.set(row.channelId, steadyMs() + waitMs);
    const nextAt = new Date(now() + waitMs);
    await outbox.change(row.id, { ...seen, nextAt });
    await outbox.postpone(row.channelId, nextAt);
    return false;
  }
}

function textOf(error: unknown): string {
  if (error instanceof DeliveryFault) return error.message;
  return `the message could not be made (${error instanceof Error ? error.name : 'unknown'})`;
}
