import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { FakeClock } from '../../../testkit/desks/fake-clock.ts';

const START_TIMEOUT_MS = 120_000;
const END_TIMEOUT_MS = 60_000;
const KEPT = ['PATH', 'HOME', 'TMPDIR', 'LANG'] as const;

export interface DeskProcessOptions {
  readonly name: string;
  /** Root of the source tree whose server runs. */
  readonly source: string;
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where `/readyz` is, if it listens. */
  readonly url: string | undefined;
  readonly clock: FakeClock | undefined;
  /** Told of an end that nobody asked for. */
  readonly onDeath: (lastWords: string) => void;
}

/** What `/readyz` says of a process's pipeline. */
interface Pipeline {
  readonly backlog_bytes: number;
  readonly quarantined_segments: number;
  readonly dropped_bytes: number;
}

/** One process of the fleet: it can be killed, and comes back with the same data on the same ports. */
export class DeskProcess {
  readonly name: string;
  readonly dataDir: string;
  readonly url: string | undefined;
  readonly clock: FakeClock | undefined;
  /** Ends that nobody asked for, each with its last words. */
  readonly deaths: string[] = [];
  /** Lines that it printed in place of events that its spool did not take. */
  readonly printed: string[] = [];
  readonly #options: DeskProcessOptions;
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #wanted = false;
  #over = false;
  #words = '';

  constructor(options: DeskProcessOptions) {
    this.#options = options;
    this.name = options.name;
    this.dataDir = options.dataDir;
    this.url = options.url;
    this.clock = options.clock;
  }

  /** Resolves when it has said that it is ready. */
  async start(): Promise<void> {
    if (this.#over) throw new Error(`${this.name} is not to start again`);
    const { source, dataDir, env, clock } = this.#options;
    const kept = KEPT.map((name) => [name, process.env[name]] as const);
    const child = spawn(process.execPath, [join(source, 'server/src/main.ts')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...Object.fromEntries(kept), ...env, ...clock?.env, DATA_DIR: dataDir },
    });
    this.#child = child;
    this.#wanted = true;
    let [ready, line] = [false, ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (line + text).split('\n');
      line = lines.pop() ?? '';
      ready ||= lines.includes('Ready.');
      this.printed.push(...lines.filter((one) => one.includes('"request_desk.request"')));
      this.#words = (this.#words + text).slice(-4_000);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#words = (this.#words + text).slice(-4_000);
    });
    this.#ended = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        if (this.#wanted) this.#died(`ended by itself (${signal ?? code})`);
        this.#child = undefined;
        resolve();
      });
    });
    for (const by = performance.now() + START_TIMEOUT_MS; !ready; await pause(20)) {
      if (this.#child !== child) throw new Error(`${this.name} ended at its start: ${this.#words}`);
      if (performance.now() > by) throw new Error(`${this.name} is not ready: ${this.#words}`);
    }
  }

  /** 0 while it does not run. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** SIGKILL; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#wanted = false;
    this.#child?.kill('SIGKILL');
    await this.#ended;
  }

  /** SIGKILL for good: what still runs of a phase cannot start it again. */
  async end(): Promise<void> {
    this.#over = true;
    await this.kill();
  }

  /** SIGTERM, and SIGKILL when it does not end within a minute: that is a death. */
  async terminate(): Promise<void> {
    this.#wanted = false;
    const child = this.#child;
    child?.kill('SIGTERM');
    const late = setTimeout(() => {
      this.#died('did not end');
      child?.kill('SIGKILL');
    }, END_TIMEOUT_MS);
    await this.#ended;
    clearTimeout(late);
  }

  #died(how: string): void {
    const words = `${this.name} ${how}: ${this.#words}`;
    this.deaths.push(words);
    this.#options.onDeath(words);
  }

  /** The state of its spool; undefined where it has none or does not say. */
  async pipeline(): Promise<Pipeline | undefined> {
    if (this.url === undefined || this.#child === undefined) return undefined;
    const signal = AbortSignal.timeout(5_000);
    const answer = await fetch(`${this.url}/readyz`, { signal }).catch(() => undefined);
    if (answer === undefined) return undefined;
    return ((await answer.json()) as { telemetry?: Pipeline }).telemetry;
  }
}
