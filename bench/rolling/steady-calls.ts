import { Agent, request } from 'node:http';

const TIMEOUT_MS = 30_000;
/** What an API says that refuses a call because it has too many. */
export const OVERLOADED = /has more requests than it can answer|does not answer on our side/;

/** What customers got so far. */
export interface CallCounts {
  answered: number;
  failed: number;
  /** Of those: refused because the machine is slower than the calls that come, restart or not. */
  overloaded: number;
  readonly failures: Record<string, number>;
}

/** Calls that come at a steady rate, whether those before are answered or not, over kept connections. */
export class SteadyCalls {
  readonly tally: CallCounts = { answered: 0, failed: 0, overloaded: 0, failures: {} };
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 512 });
  readonly #open = new Set<Promise<void>>();
  readonly #timer: NodeJS.Timeout;

  /** `phase` names what is going on, for the failures. */
  constructor(url: string, secret: string, rate: number, phase: () => string) {
    const began = performance.now();
    let sent = 0;
    this.#timer = setInterval(() => {
      const due = ((performance.now() - began) / 1000) * rate;
      for (; sent < due; sent++) this.#send(url, secret, phase);
    }, 20);
  }

  /** Waits for the answers that are still to come. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#open);
    this.#agent.destroy();
  }

  #send(url: string, secret: string, phase: () => string): void {
    const sentIn = phase();
    const call = this.#call(url, secret).then((failure) => {
      this.#open.delete(call);
      if (failure === undefined) {
        this.tally.answered++;
        return;
      }
      this.tally.failed++;
      if (OVERLOADED.test(failure)) this.tally.overloaded++;
      const what = `${sentIn}: ${failure}`;
      this.tally.failures[what] = (this.tally.failures[what] ?? 0) + 1;
    });
    this.#open.add(call);
  }

  /** Undefined after a 200. */
  #call(url: string, secret: string): Promise<string | undefined> {
    return new Promise((resolve) => {
      const headers = { authorization: `Bearer ${secret}` };
      const call = request(url, { agent: this.#agent, headers, timeout: TIMEOUT_MS }, (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (text: string) => {
          body += text;
        });
        answer.once('error', (error) => resolve(error.message));
        answer.once('end', () =>
          resolve(
            answer.statusCode === 200 ? undefined : `${answer.statusCode} ${messageOf(body)}`,
          ),
        );
      });
      call.once('timeout', () => call.destroy(new Error('no answer in time')));
      call.once('error', (error) => resolve(error.message));
      call.end();
    });
  }
}

/** The sentence of an error's envelope. */
function messageOf(body: string): string {
  return /"message":"([^"]*)"/.exec(body)?.[1] ?? '';
}
