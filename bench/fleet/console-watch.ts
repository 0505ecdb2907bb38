import { setTimeout as pause } from 'node:timers/promises';
import { CookieBrowser } from '../../testkit/clients/cookie-browser.ts';
import type { Deployment } from './deployment.ts';

const POLL_CONSOLE_MS = 100;
const TIMEOUT_MS = 2_000;

/** A member of staff who signed in once and asks the console all the time, whichever process answers. */
export class ConsoleWatch {
  /** The longest time between two right answers, in milliseconds. */
  longestMs = 0;
  answered = 0;
  readonly faults = new Map<string, number>();
  readonly #running: Promise<void>;
  #lastMs = performance.now();
  #stopped = false;

  private constructor(url: string, browser: CookieBrowser) {
    this.#running = this.#ask(url, browser);
  }

  static async signIn({ urls, staffToken }: Deployment): Promise<ConsoleWatch> {
    const browser = new CookieBrowser();
    await browser.open(
      `${urls.console}/login`,
      new URLSearchParams({ token: staffToken, next: '/' }),
    );
    return new ConsoleWatch(`${urls.console}/support/v1/alerts/firing`, browser);
  }

  /** Milliseconds since the last right answer. */
  get awayMs(): number {
    return performance.now() - this.#lastMs;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #ask(url: string, browser: CookieBrowser): Promise<void> {
    this.#lastMs = performance.now();
    while (!this.#stopped) {
      const fault = await browser
        .fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
        .then(async (answer) => {
          await answer.arrayBuffer();
          return answer.status === 200 ? undefined : `status ${answer.status}`;
        })
        .catch((error: Error) => error.message);
      this.longestMs = Math.max(this.longestMs, this.awayMs);
      if (fault === undefined) {
        this.#lastMs = performance.now();
        this.answered++;
      } else this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
      await pause(POLL_CONSOLE_MS);
    }
  }
}
