import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const CHECK_STALL_EVERY_MS = 500;
/** A stretch without an answer that is worth a word. */
const LONG_MS = 3_000;

/** What was seen at one moment of a stretch without an answer. */
interface Sample {
  readonly at: number;
  /** Of this process's own event loop since the sample before. */
  readonly ownDelayMs: number;
  /** CPU that the watched process used since then, in milliseconds. */
  readonly cpuMs: number;
  /** State of its main thread (R, S or D) and what it waits for in the kernel. */
  readonly main: string;
  /** Share of the last ten seconds in which some task waited for CPU and for disks, in percent. */
  readonly pressure: string;
}

/**
 * Tells why nothing is answered: whether the watched process computes, waits for a disk or gets no CPU,
 * or whether it is the one that asks which is late. Reads Linux's `/proc`.
 */
export class StallWatch {
  /** The longest stretch without an answer so far, in milliseconds. */
  longestMs = 0;
  readonly #pid: number;
  readonly #answers: () => number;
  #timer: NodeJS.Timeout | undefined;
  readonly #own = monitorEventLoopDelay({ resolution: 10 });
  #stretch: Sample[] = [];
  #seen = 0;
  #since = 0;
  #cpuMs = 0;

  /** `answers` counts what was answered so far. */
  constructor(pid: number, answers: () => number) {
    this.#pid = pid;
    this.#answers = answers;
  }

  start(): void {
    this.#own.enable();
    this.#since = performance.now();
    this.#cpuMs = this.#usedMs();
    this.#timer = setInterval(() => this.#look(), CHECK_STALL_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#own.disable();
    this.#look();
  }

  #look(): void {
    const now = performance.now();
    const count = this.#answers();
    const cpuMs = this.#usedMs();
    this.#stretch.push({
      at: now,
      ownDelayMs: this.#own.max / 1e6,
      cpuMs: cpuMs - this.#cpuMs,
      main: this.#mainThread(),
      pressure: pressure(),
    });
    this.#own.reset();
    this.#cpuMs = cpuMs;
    if (count === this.#seen) return;
    const tookMs = now - this.#since;
    this.longestMs = Math.max(this.longestMs, tookMs);
    if (tookMs > LONG_MS) this.#tell(tookMs);
    [this.#seen, this.#since, this.#stretch] = [count, now, []];
  }

  #tell(tookMs: number): void {
    console.log(`no answer for ${(tookMs / 1_000).toFixed(1)} s:`);
    for (const { at, ownDelayMs, cpuMs, main, pressure } of this.#stretch) {
      const second = ((at - this.#since) / 1_000).toFixed(1);
      console.log(
        `  +${second} s: it used ${cpuMs} ms of CPU, main thread ${main}; our own loop was up to ` +
          `${ownDelayMs.toFixed(0)} ms late; ${pressure}`,
      );
    }
  }

  #usedMs(): number {
    const fields = statOf(`/proc/${this.#pid}/stat`);
    // utime and stime, in hundredths of a second.
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  #mainThread(): string {
    const task = `/proc/${this.#pid}/task/${this.#pid}`;
    return `${statOf(`${task}/stat`)[0]} ${read(`${task}/wchan`)}`;
  }
}

/** The fields behind the name of the program, which may hold anything. */
function statOf(path: string): string[] {
  const text = read(path);
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function pressure(): string {
  const some = (what: string) => /avg10=([\d.]+)/.exec(read(`/proc/pressure/${what}`))?.[1] ?? '?';
  return `tasks waiting for CPU ${some('cpu')} %, for disks ${some('io')} %`;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
