import type { Logger } from 'pino';
import type { Channel, Channels } from '../channels/channels.ts';
import { DeliveryFault } from '../notifiers/delivery-fault.ts';
import type { Message } from '../notifiers/message.ts';
import { notify } from '../notifiers/registry.ts';
import type { DeliveryRow, Outbox } from './outbox.ts';

const BACKOFF_FIRST_MS = 1_000;
const BACKOFF_MAX_MS = 300_000;
/** After so long nobody wants to be woken by it any more. */
const GIVE_UP_MS = 24 * 3_600_000;

const HOUR_MS = 3_600_000;
/** How long the delivery log goes back. */
const KEPT_MS = 90 * 24 * HOUR_MS;

interface WorkerOptions {
  readonly outbox: Outbox;
  readonly channels: Channels;
  /** Puts the message of a delivery together; nothing when its alerts are gone. */
  readonly compose: (row: DeliveryRow) => Promise<Message | undefined>;
  readonly now: () => number;
  readonly log: Logger;
}

/**
 * Sends what the outbox holds: in order for each channel, and no channel waits for another. A
 * delivery counts as sent after a 2xx and not before; repeats have the same idempotency key.
 */
export class DeliveryWorker {
  readonly #options: WorkerOptions;
  readonly #busy = new Map<string, Promise<void>>();
  #stopped = false;
  #forgotAt = 0;

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  /** Starts on everything that is due. Channels that are still busy go on with what they have. */
  async tick(): Promise<void> {
    const { outbox, now } = this.#options;
    if (Math.abs(now() - this.#forgotAt) > HOUR_MS) {
      this.#forgotAt = now();
      await outbox.forget(new Date(now() - KEPT_MS));
    }
    const due = Map.groupBy(await outbox.due(new Date(now())), (row) => row.channelId);
    for (const [channelId, rows] of due) {
      if (this.#busy.has(channelId) || this.#stopped) continue;
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
    try {
      const message = await compose(row);
      const lastStatus = message ? await notify(message, channel.settings) : null;
      const sentAt = new Date(now());
      await outbox.change(row.id, { state: 'sent', attempts, sentAt, lastStatus, lastError: null });
      return true;
    } catch (error) {
      return await this.#failed(row, attempts, error);
    }
  }

  async #failed(row: DeliveryRow, attempts: number, error: unknown): Promise<boolean> {
    const { outbox, now, log } = this.#options;
    const fault = error instanceof DeliveryFault ? error : undefined;
    const seen = { attempts, lastStatus: fault?.status ?? null, lastError: textOf(error) };
    log.warn(
      { channel: row.channelId, delivery: row.id, attempts, error: seen.lastError },
      'a notification was not taken',
    );
    const tooOld = now() - row.createdAt.getTime() > GIVE_UP_MS;
    if (tooOld || fault?.retryable === false) {
      await outbox.change(row.id, { ...seen, state: 'failed' });
      return true;
    }
    const nextAt = new Date(now() + waitOf(attempts, fault?.retryAfterMs ?? 0));
    await outbox.change(row.id, { ...seen, nextAt });
    await outbox.postpone(row.channelId, nextAt);
    return false;
  }
}

/** Doubles from a second to five minutes, with jitter; never less than the channel asked for. */
function waitOf(attempts: number, askedMs: number): number {
  const bound = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** Math.min(attempts - 1, 20));
  return Math.max(askedMs, bound * (0.5 + Math.random() / 2));
}

function textOf(error: unknown): string {
  if (error instanceof DeliveryFault) return error.message;
  return `the message could not be made (${error instanceof Error ? error.name : 'unknown'})`;
}
