import { appendFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Ask } from './records.ts';

/** More asks at once would load a small machine so much that they measure themselves. */
const ASKS_AT_ONCE = 8;
const ASK_TIMEOUT_MS = 20_000;
const FIRST_PAUSE_MS = 60;
const LONGEST_PAUSE_MS = 2_000;

type Kind = Ask['kind'];

/** What ends the pursuit of an id. */
const KNOWN: Readonly<Record<Kind, readonly string[]>> = {
  answered: ['found'],
  never: ['never_seen', 'found'],
  old: ['found', 'incomplete'],
};

interface Pursued {
  readonly id: string;
  readonly kind: Kind;
  readonly phase: string;
  readonly era: number;
  readonly since: number;
}

export interface PursuitOptions {
  readonly consoleUrl: string;
  readonly staffToken: string;
  /** Every ask is noted there. */
  readonly file: string;
}

/** Asks the console for ids, again and again until each is known. */
export class Pursuit {
  readonly #options: PursuitOptions;
  readonly #open = new Set<Pursued>();
  readonly #waiting: (() => void)[] = [];
  #asking = 0;
  #ended = false;
  #forgottenEra = -1;

  constructor(options: PursuitOptions) {
    this.#options = options;
  }

  /** How many are not yet known. */
  count(kind: Kind): number {
    return [...this.#open].filter((one) => one.kind === kind).length;
  }

  /** Whether an ask would be sent at once. */
  idle(): boolean {
    return this.#asking < ASKS_AT_ONCE;
  }

  /** Seconds since the oldest answered one among them was answered. */
  oldestS(): number {
    const now = performance.now();
    const ages = [...this.#open].map(({ kind, since }) => (kind === 'answered' ? now - since : 0));
    return Math.max(0, ...ages) / 1000;
  }

  /** Begins at once. */
  begin(id: string, kind: Kind, phase: string, era: number): void {
    const one = { id, kind, phase, era, since: performance.now() };
    this.#open.add(one);
    void this.#pursue(one).finally(() => this.#open.delete(one));
  }

  /** Asks once, at `url` in the console's place. */
  async once(id: string, url: string): Promise<void> {
    const one = {
      id,
      kind: 'answered',
      phase: 'planted',
      era: 0,
      since: performance.now(),
    } as const;
    await this.#ask(one, url, 0);
  }

  /** Gives up ids of eras up to this one. */
  forget(era: number): void {
    this.#forgottenEra = era;
  }

  /** Gives up everything. */
  end(): void {
    this.#ended = true;
  }

  async #pursue(one: Pursued): Promise<void> {
    let wait = FIRST_PAUSE_MS;
    for (let turn = 0; !this.#over(one); turn++) {
      const said = await this.#ask(one, this.#options.consoleUrl, turn);
      if (KNOWN[one.kind].includes(said)) return;
      await pause(wait);
      wait = Math.min(LONGEST_PAUSE_MS, wait * 1.3);
    }
  }

  #over({ era }: Pursued): boolean {
    return this.#ended || era <= this.#forgottenEra;
  }

  async #ask(one: Pursued, url: string, turn: number): Promise<string> {
    await this.#turn();
    const asked = performance.now();
    const said = await this.#said(url, one.id);
    const now = performance.now();
    this.#asking--;
    this.#waiting.shift()?.();
    const { id, kind, phase, since } = one;
    const note: Ask = { id, kind, phase, turn, after: now - since, took: now - asked, said };
    // Asked while its era was being given up: whatever was said is judged no more.
    if (!this.#over(one)) appendFileSync(this.#options.file, `${JSON.stringify(note)}\n`);
    return said;
  }

  async #turn(): Promise<void> {
    while (this.#asking >= ASKS_AT_ONCE) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#asking++;
  }

  async #said(url: string, id: string): Promise<string> {
    try {
      const answer = await fetch(`${url}/support/v1/requests/${id}`, {
        headers: { authorization: `Bearer ${this.#options.staffToken}` },
        signal: AbortSignal.timeout(ASK_TIMEOUT_MS),
      });
      const body = (await answer.json()) as { found?: boolean; reason?: string };
      if (body.found === true) return 'found';
      return body.reason ?? `http ${answer.status}`;
    } catch {
      return 'unanswered';
    }
  }
}
