import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SegmentDirectory } from '@request-desk/fastify/spool/segment-directory';
import { STREAMS } from '@request-desk/fastify/spool/spool';
import { openClickHouse } from '../../server/src/clickhouse/client.ts';
import { migrate } from '../../server/src/clickhouse/schema/migrate.ts';
import { writeSegment } from '../spool/segments.ts';
import { crashBodies } from './bodies.ts';

const LIFE = join(import.meta.dirname, 'life.ts');
const KILL_AT = join(import.meta.dirname, 'kill-at.ts');

/** A place at which a life can end. */
export interface CrashPoint {
  /** What is done there, as in `rename errors/….open`. */
  readonly operation: string;
  readonly when: 'before' | 'after' | 'torn';
}

export interface CrashResult extends CrashPoint {
  /** False when the life ended by itself: then the point was not reached. */
  readonly killed: boolean;
  /** Every table is as it is without a crash. */
  readonly exact: boolean;
}

/** Processes that end at a point and are started again, beside one that never crashed. */
export class CrashPoints {
  readonly #root = mkdtempSync(join(tmpdir(), 'desk-crash-'));
  /** A store that is migrated and empty. */
  readonly #empty = join(this.#root, 'empty');
  /** The same with a spool in which everything waits for delivery. */
  readonly #spooled = join(this.#root, 'spooled');
  readonly #atMs = Date.now() - 60_000;
  #expected = '';
  #points: (CrashPoint & { readonly number: number })[] = [];
  #lives = 0;

  /** Lives once without a crash: lists the points, and what the tables are to be. */
  async open(): Promise<readonly CrashPoint[]> {
    const clickhouse = await openClickHouse({ path: join(this.#empty, 'clickhouse') });
    await migrate(clickhouse, 30);
    await clickhouse.close();
    this.#fillSpool();
    const [whole, list] = [join(this.#root, 'whole'), join(this.#root, 'list')];
    cpSync(this.#empty, whole, { recursive: true });
    await this.#live(whole, { CRASH_SPOOL: join(whole, 'spool'), CRASH_LIST: list });
    this.#expected = tablesIn(whole);
    if (!this.#expected.includes('line 4')) throw new Error('a life without a crash fails');
    const operations = readFileSync(list, 'utf8').trim().split('\n');
    this.#points = operations.flatMap((operation, n) => {
      const point = { number: n + 1, operation: operation.replace(/\d{13}-\d{6}/, '*') };
      const halves = /^(append|write)/.test(operation) ? (['torn'] as const) : [];
      const first = n === 0 ? (['before'] as const) : [];
      // Before an operation is after the one before it.
      return [...first, ...halves, 'after' as const].map((when) => ({ ...point, when }));
    });
    return this.#points;
  }

  /** Ends a process at one of the points of our own code, and starts the next. */
  async try(point: CrashPoint): Promise<CrashResult> {
    const { number } = point as CrashPoint & { readonly number: number };
    const directory = this.#copyOf(this.#empty);
    const killed = await this.#live(directory, {
      CRASH_SPOOL: join(directory, 'spool'),
      CRASH_POINT: String(number),
      CRASH_WHEN: point.when,
    });
    return { ...point, killed, exact: await this.#again(directory) };
  }

  /** Ends a process at the engine's `number`-th system call of a kind, by strace, and starts the next. */
  async tryEngine(syscalls: string, number: number): Promise<CrashResult> {
    const directory = this.#copyOf(this.#spooled);
    const what = ['-e', `trace=${syscalls}`, '-o', '/dev/null'];
    const kill = ['-e', `inject=${syscalls}:signal=KILL:when=${number}`];
    const killed = await this.#live(directory, {}, ['strace', '-f', ...what, ...kill]);
    const operation = `engine ${syscalls} ${number}`;
    return { operation, when: 'after', killed, exact: await this.#again(directory) };
  }

  #copyOf(template: string): string {
    const directory = join(this.#root, String(this.#lives++));
    cpSync(template, directory, { recursive: true });
    return directory;
  }

  #fillSpool(): void {
    cpSync(this.#empty, this.#spooled, { recursive: true });
    const bodies = crashBodies(this.#atMs);
    for (const stream of STREAMS) {
      const segments = new SegmentDirectory(join(this.#spooled, 'spool'), stream);
      const own = bodies.flatMap((one) => (one.stream === stream ? [one.body] : []));
      writeSegment(segments.next(Date.now(), 'seg'), ...own);
    }
    const all = bodies.map((_, n) => `${n}\n`).join('');
    writeFileSync(join(this.#spooled, 'acknowledged'), all);
  }

  async #again(directory: string): Promise<boolean> {
    await this.#live(directory, {});
    const exact = tablesIn(directory) === this.#expected;
    if (exact) rmSync(directory, { recursive: true });
    return exact;
  }

  /** Resolves with true when the life was ended by a kill. */
  #live(
    directory: string,
    env: NodeJS.ProcessEnv,
    under: readonly string[] = [],
  ): Promise<boolean> {
    const node = [process.execPath, '--import', KILL_AT, LIFE, directory, String(this.#atMs)];
    const [command = '', ...args] = [...under, ...node];
    const child = spawn(command, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { PATH: process.env.PATH, CRASH_SPOOL: '/nowhere', ...env },
    });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (_code, signal) => resolve(signal === 'SIGKILL'));
    });
  }

  close(): void {
    rmSync(this.#root, { recursive: true });
  }
}

function tablesIn(directory: string): string {
  const path = join(directory, 'tables.json');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
