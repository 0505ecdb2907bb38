import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { STEP_S } from '../../server/src/alerts/engine/bucket.ts';
import { openReceiver, type Receiver } from '../../testkit/desks/alerts-desk.ts';
import { poll } from '../../testkit/poll.ts';
import type { Deployment, Member } from './deployment.ts';

const POLL_ALERTS_MS = 200;

const payload = z.object({
  type: z.string(),
  data: z.object({
    alerts: z.array(
      z.object({ id: z.string(), change: z.string(), rule: z.string(), scope: z.string() }),
    ),
  }),
});

/** Receives what alerts send, by a real HTTP listener. */
export class Messages {
  readonly #receiver: Receiver;

  private constructor(receiver: Receiver) {
    this.#receiver = receiver;
  }

  static async listen(): Promise<Messages> {
    return new Messages(await openReceiver());
  }

  get url(): string {
    return `${this.#receiver.url}/webhook`;
  }

  /** What each message said, in the order of arrival. */
  get received(): string[] {
    return this.#all().map(({ type }) => type);
  }

  /** What became of alerts, in the order of arrival, such as `fired: errors-500 of route:/public/v1/meetings`. */
  get changes(): string[] {
    return this.#all().flatMap(({ alerts }) =>
      alerts.map(({ change, rule, scope }) => `${change}: ${rule} of ${scope}`),
    );
  }

  /** Waits until a message says so of the lists of meetings, or of everything; throws with those that came. */
  async wait(change: 'fired' | 'paged', patience: Parameters<typeof poll>[2]): Promise<void> {
    const ours = (one: string) =>
      one.startsWith(`${change}: errors-500 of `) && !one.includes('org:');
    try {
      await poll(
        `the alert to be ${change}`,
        async () => this.changes.some(ours) || undefined,
        patience,
      );
    } catch (cause) {
      const came = this.changes.join(', ') || 'nothing';
      throw new Error(`${cause instanceof Error ? cause.message : cause}; came: ${came}`, {
        cause,
      });
    }
  }

  /** Messages that came twice, and changes of an incident that two messages carried. */
  doubled(): string[] {
    const seen = new Set<string>();
    const again = (what: string) => {
      if (seen.has(what)) return [what];
      seen.add(what);
      return [];
    };
    return this.#all().flatMap(({ id, changes }) => [
      ...again(`message ${id}`),
      ...changes.flatMap((change) => again(change)),
    ]);
  }

  /** Sends the last message once more, under another id, as a second process would. */
  async sendAgain(): Promise<void> {
    const last = this.#receiver.received.at(-1);
    if (last === undefined) throw new Error('no message has come');
    const headers = { 'webhook-id': 'dlv_planted' };
    await fetch(this.url, { method: 'POST', headers, body: last.body });
  }

  close(): Promise<void> {
    return this.#receiver.close();
  }

  #all() {
    return this.#receiver.received.map(({ headers, body }) => {
      const { type, data } = payload.parse(JSON.parse(body));
      const changes = data.alerts.map(({ id, change }) => `${change} of ${id}`);
      return { id: String(headers['webhook-id']), type, changes, alerts: data.alerts };
    });
  }
}

/** Who evaluates alerts, by the control plane, and how long nobody did. */
export class Evaluations {
  /** The process that evaluated last. */
  by: Member | undefined;
  /**
   * Seconds that a bucket waited for another process, from the end of who evaluated or from the
   * bucket's own end if that was later: the store's usual delay is part of it.
   */
  readonly takenOverS: number[] = [];
  readonly #on: Deployment;
  readonly #running: Promise<void>;
  #stopped = false;

  constructor(on: Deployment) {
    this.#on = on;
    this.#running = this.#watch();
  }

  /** Ends the process that evaluates by `end`, and waits until another process has evaluated. */
  async takenOver(end: (leader: Member) => Promise<void>): Promise<void> {
    const leader = await this.#leader();
    const from = Date.now();
    const ending = end(leader);
    let before = await this.#last();
    while (!this.#stopped) {
      const now = await this.#last();
      if (now && now.by !== before?.by) break;
      before = now ?? before;
      await pause(POLL_ALERTS_MS / 2);
    }
    const due = ((before?.judgedTo ?? 0) + STEP_S) * 1000;
    this.takenOverS.push(Math.round((Date.now() - Math.max(from, due)) / 100) / 10);
    await ending;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #leader(): Promise<Member> {
    while (this.by === undefined || this.by.state !== 'runs') {
      if (this.#stopped) throw new Error('nobody evaluates');
      await pause(POLL_ALERTS_MS);
    }
    return this.by;
  }

  /** Which process evaluated last (its id ends with its process number), and up to which second. */
  async #last(): Promise<{ by: string; judgedTo: number } | undefined> {
    const [row] = await this.#on.postgres
      .query('select evaluated_by, judged_to from alert_engine where evaluated_by is not null')
      .catch(() => []);
    return row && { by: String(row.evaluated_by), judgedTo: Number(row.judged_to) };
  }

  async #watch(): Promise<void> {
    while (!this.#stopped) {
      const pid = Number((await this.#last())?.by.split('-').at(-1));
      this.by = this.#on.of('alerts').find(({ process }) => process.pid === pid);
      await pause(POLL_ALERTS_MS);
    }
  }
}
