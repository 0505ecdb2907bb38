import { setTimeout as pause } from 'node:timers/promises';
import type { ApiProcesses } from './api-processes.ts';

/** A process that reaches the control plane has received a revocation after this. */
const WAIT_MS = 2_000;
const POLL_UNCONFIRMED_MS = 100;

/** Waits until all API processes know of what is committed now, and returns those that did not confirm. */
export async function unconfirmedOf(
  processes: ApiProcesses,
): ReturnType<ApiProcesses['unconfirmed']> {
  const at = await processes.now();
  processes.callRoll();
  const deadline = performance.now() + WAIT_MS;
  for (;;) {
    const left = await processes.unconfirmed(at);
    if (left.length === 0 || performance.now() >= deadline) return left;
    await pause(POLL_UNCONFIRMED_MS);
  }
}
