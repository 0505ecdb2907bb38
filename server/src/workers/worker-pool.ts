import { systemCode } from '@request-desk/shared/system-code';
import type { Piscina } from 'piscina';

/** Thrown for work that was not done; `why` is the side at fault. */
export class WorkRefused extends Error {
  /** Too much waits already; it took longer than it may; it needs more memory than there is. */
  readonly why: 'busy' | 'late' | 'memory';
  constructor(why: WorkRefused['why'], cause?: unknown) {
    super(`work beside the event loop was refused: ${why}`, { cause });
    this.why = why;
  }
}

export interface WorkerPoolOptions {
  /** Path of a module whose default export takes a task and returns its answer. */
  readonly module: string;
  /** What the module reads as `workerData`. */
  readonly data?: unknown;
  /** Tasks that may wait for the thread. */
  readonly queue: number;
  /** From being asked to the answer. */
  readonly deadlineMs: number;
}

const IDLE_MS = 30_000;
const MEMORY_MB = 1024;
/** On Linux, where threads have one of their own: customers are answered first. */
const NICE = 10;

/**
 * A thread for work of size, so that the event loop which answers customers is never held by it. It
 * starts with the first task and ends when there was none for a while.
 */
export class WorkerPool<Task, Answer> {
  readonly #options: WorkerPoolOptions;
  #pool: Promise<Piscina<Task, Answer>> | undefined;
  /** Tasks that were answered. */
  completed = 0;
  #open = 0;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  /** Answers `task`, whose `transferred` memory is no longer the caller's. Throws WorkRefused. */
  async run(task: Task, transferred: readonly ArrayBuffer[] = []): Promise<Answer> {
    if (this.#open > this.#options.queue) throw new WorkRefused('busy');
    this.#open++;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), this.#options.deadlineMs);
    try {
      this.#pool ??= started(this.#options);
      const pool = await this.#pool;
      const answer = await pool.run(task, { transferList: [...transferred], signal: late.signal });
      this.completed++;
      return answer;
    } catch (error) {
      if (late.signal.aborted) throw new WorkRefused('late', error);
      if (systemCode(error) === 'ERR_WORKER_OUT_OF_MEMORY') throw new WorkRefused('memory', error);
      throw error;
    } finally {
      clearTimeout(timer);
      this.#open--;
    }
  }

  /** Ends the thread; what it is at is given up. */
  async close(): Promise<void> {
    await (await this.#pool)?.destroy();
    this.#pool = undefined;
  }
}

async function started<Task, Answer>({ module, data }: WorkerPoolOptions) {
  const { Piscina } = await import('piscina');
  return new Piscina<Task, Answer>({
    filename: module,
    workerData: data,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE_MS,
    recordTiming: false,
    niceIncrement: NICE,
    // Nothing of ours but the module: no variable with a secret, no option of this process.
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
}
