import { SHORT_S } from './bursts.ts';
import { pages, scopeOf } from './scope.ts';
import type { AlertKey, Burst, EngineState, FiringAlert } from './state.ts';

/** What comes back within so long may belong to the same incident. */
const MEMORY_S = 2400;

/**
 * What an alert that is over leaves to the next one of its scope, which then waits for longer than
 * the pause between them: the short bursts since anything longer. Nothing where one organisation
 * alone was hit, which pages nobody.
 */
export function pastOf({ key, bursts = [] }: FiringAlert): readonly Burst[] {
  const scope = scopeOf(key);
  if (!scope || !pages(scope)) return [];
  const long = bursts.findLastIndex(({ from, to }) => to - from >= SHORT_S);
  return bursts.slice(long + 1);
}

/** What is recent enough at `at` to be of use; the same object when all of it is. */
export function recentPast(past: EngineState['past'], at: number): EngineState['past'] {
  const entries: [AlertKey, readonly Burst[]][] = Object.entries(past);
  const kept = entries.filter(([, bursts]) => (bursts.at(-1)?.to ?? 0) > at - MEMORY_S);
  return kept.length === entries.length ? past : Object.fromEntries(kept);
}
