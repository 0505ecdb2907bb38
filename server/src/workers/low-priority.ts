import { constants, setPriority } from 'node:os';
import { isMainThread } from 'node:worker_threads';

/** Lets this thread alone yield to all others of the machine; Linux counts threads one by one. */
export function lowerPriority(): void {
  if (isMainThread || process.platform !== 'linux') return;
  setPriority(constants.priority.PRIORITY_LOW);
}
