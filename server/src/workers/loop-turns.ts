import { setImmediate as turn } from 'node:timers/promises';

/** So long at a time: what else the process answers waits for it. */
const HELD_MS = 8;

/** Lets the event loop turn in the middle of work that may be long. */
export class LoopTurns {
  #began = performance.now();

  /** Whether the work has held the loop for long enough to `take` a turn. */
  get due(): boolean {
    return performance.now() - this.#began >= HELD_MS;
  }

  /** Resolves after the loop has done what waited for it. */
  async take(): Promise<void> {
    await turn();
    this.#began = performance.now();
  }
}

/** `items.map(map)`, while the event loop goes on turning. */
export async function mapInTurns<From, To>(
  items: readonly From[],
  map: (item: From) => To,
): Promise<To[]> {
  const turns = new LoopTurns();
  const mapped: To[] = [];
  for (const item of items) {
    mapped.push(map(item));
    if (turns.due) await turns.take();
  }
  return mapped;
}
