import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type ClientOptions, type Order, type Progress, progress } from './records.ts';

const CLIENT = join(import.meta.dirname, 'client.ts');

/** The client's process, as the run sees it. */
export class Client {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #last: Progress = {
    errors: 0,
    successes: 0,
    silences: 0,
    oldestS: 0,
    pursued: { answered: 0, never: 0, old: 0 },
  };
  #code: number | null | undefined;

  constructor(options: ClientOptions) {
    const args = [CLIENT, JSON.stringify(options)];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin?.on('error', () => undefined);
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.#last = progress.parse(JSON.parse(line));
    });
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once('close', (code) => {
        this.#code = code;
        resolve(code);
      });
    });
  }

  get ended(): boolean {
    return this.#code !== undefined;
  }

  /** What it last said of itself. Throws when it has ended before it was asked to. */
  get now(): Progress {
    if (this.#code !== undefined && this.#code !== 0) throw new Error('the client has ended');
    return this.#last;
  }

  tell(order: Order): void {
    this.#child.stdin?.write(`${JSON.stringify(order)}\n`);
  }

  /** Resolves when everything it asked for is known, or the time is over. */
  async end(withinMs: number): Promise<void> {
    this.tell({ do: 'end', withinMs });
    if ((await this.#ended) !== 0) throw new Error('the client gave up');
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}
