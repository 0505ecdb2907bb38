import { appendFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import type { Answer, UnansweredCall } from './records.ts';

const TIMEOUT_MS = 20_000;
const MEETINGS = '/public/v1/meetings';

/** Five faults that need no luck, two of them without a valid key, and a success. */
const CALLS = [
  { path: MEETINGS, key: 'none' },
  { path: `${MEETINGS}/mtg_${'0'.repeat(20)}`, key: 'own' },
  { path: `${MEETINGS}?time_range=7days`, key: 'own' },
  { path: MEETINGS, key: 'unknown' },
  // Answered before anybody asks who calls: its event names no organisation.
  { path: '/public/v1/nothing', key: 'unread' },
  { path: MEETINGS, key: 'own' },
] as const;

export interface CallerOptions {
  readonly apiUrl: string;
  readonly keys: readonly string[];
  readonly answersFile: string;
  readonly silencesFile: string;
  readonly phase: () => string;
  readonly era: () => number;
}

/** Calls the API as customers do, and notes each answer before anybody hears of it. */
export class Caller {
  readonly #options: CallerOptions;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 128 });
  #called = 0;

  constructor(options: CallerOptions) {
    this.#options = options;
  }

  /** Resolves with what was noted; undefined when no answer came. */
  call(): Promise<Answer | undefined> {
    const { apiUrl, phase, era, keys } = this.#options;
    const n = this.#called++;
    const { path, key } = CALLS[n % CALLS.length] ?? CALLS[0];
    // By rounds: with a key by turns, a balancer that takes turns would show each process one key.
    const round = Math.floor(n / CALLS.length);
    const secret = key === 'unknown' ? `mts_live_${'x'.repeat(32)}` : keys[round % keys.length];
    const headers: Record<string, string> =
      key === 'none' ? {} : { authorization: `Bearer ${secret}` };
    const began = performance.now();
    const [asked, { agent }] = [phase(), { agent: this.#agent }];
    return new Promise((resolve) => {
      const silent = (why: string) => {
        const note: UnansweredCall = { phase: asked, ms: performance.now() - began, why };
        appendFileSync(this.#options.silencesFile, `${JSON.stringify(note)}\n`);
        resolve(undefined);
      };
      const call = request(
        `${apiUrl}${path}`,
        { agent, headers, timeout: TIMEOUT_MS },
        (response) => {
          // From here on a customer can quote the id.
          const id = String(response.headers['x-request-id'] ?? '');
          const status = response.statusCode ?? 0;
          response.resume();
          if (id === '') return silent(`${status} without an id`);
          const ms = performance.now() - began;
          const note = { id, status, keyed: key === 'own', ms, phase: asked, era: era() };
          this.note(note);
          resolve(note);
          response.once('error', () => undefined);
        },
      );
      call.once('timeout', () => call.destroy(new Error('timeout')));
      call.once('error', (error) => silent(error.message));
      call.end();
    });
  }

  /** Writes down that a customer holds this answer. */
  note(answer: Answer): void {
    appendFileSync(this.#options.answersFile, `${JSON.stringify(answer)}\n`);
  }

  close(): void {
    this.#agent.destroy();
  }
}
