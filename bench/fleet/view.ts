import type { Evaluations, Messages } from './alerts-watch.ts';
import type { Calls } from './calls.ts';
import type { ConsoleWatch } from './console-watch.ts';
import type { Deployment } from './deployment.ts';
import { ROLES } from './options.ts';

const REDRAW_MS = 500;
const LINE_EVERY_MS = 5_000;
const EVENTS_SHOWN = 8;
const HOME_AND_CLEAR = '\x1b[H\x1b[J';

/** What a running fleet is known by. */
export interface Watched {
  readonly on: Deployment;
  readonly calls: Calls;
  readonly console: ConsoleWatch;
  readonly evaluations: Evaluations;
  readonly messages: Messages;
}

/** One screen that is drawn again on a terminal; elsewhere a line now and then. */
export class View {
  watched: Watched | undefined;
  readonly #began = performance.now();
  readonly #plain: boolean;
  readonly #events: string[] = [];
  readonly #timer: NodeJS.Timeout;
  #answered = 0;
  #lastMs = performance.now();

  constructor(plain: boolean) {
    this.#plain = plain;
    this.#timer = setInterval(() => this.#draw(), plain ? LINE_EVERY_MS : REDRAW_MS);
  }

  /** Something has happened. */
  readonly say = (text: string): void => {
    const line = `${this.#seconds()} s  ${text}`;
    this.#events.push(line);
    if (this.#plain) console.log(line);
    else this.#draw();
  };

  close(): void {
    clearInterval(this.#timer);
    if (!this.#plain) this.#draw();
  }

  #seconds(): string {
    return ((performance.now() - this.#began) / 1000).toFixed(1).padStart(6);
  }

  #draw(): void {
    const { watched } = this;
    if (this.#plain) {
      if (watched) console.log(`${this.#seconds()} s  ${this.#traffic(watched)}`);
      return;
    }
    const state = watched ? [...processLines(watched), '', this.#traffic(watched)] : ['starting'];
    const lines = [`Request Desk, a fleet${this.#seconds()} s`, '', ...state, ''];
    const columns = process.stdout.columns ?? 100;
    const shown = [...lines, ...this.#events.slice(-EVENTS_SHOWN)].map((line) =>
      line.slice(0, columns),
    );
    process.stdout.write(`${HOME_AND_CLEAR}${shown.join('\n')}\n`);
  }

  #traffic({ calls, console: page, evaluations, messages }: Watched): string {
    const now = performance.now();
    const { length } = calls.made;
    const rate = ((length - this.#answered) * 1000) / Math.max(1, now - this.#lastMs);
    [this.#answered, this.#lastMs] = [length, now];
    const unlike = calls.made.filter(({ fault }) => fault !== undefined).length;
    return [
      `${length} calls, ${rate.toFixed(0)}/s, ${calls.open} open, ${unlike} not as they should be`,
      `console away for ${(page.longestMs / 1000).toFixed(1)} s at most`,
      `alerts by ${evaluations.by?.name ?? 'nobody'}; ${messages.changes.join(', ') || 'no message'}`,
    ].join('; ');
  }
}

function processLines({ on }: Watched): string[] {
  return ROLES.map((role) => {
    const each = on.of(role).map(({ name, state, starts, process: { pid } }) => {
      const of = state === 'runs' ? `runs as ${pid}` : state;
      return `${name} ${of}, start ${starts}`.padEnd(34);
    });
    return `${role.padEnd(8)} ${each.join(' ')}`;
  });
}
