import { setTimeout as pause } from 'node:timers/promises';

/** Asks `attempt` again and again until it gives a value. Throws after `timeoutMs`. */
export async function poll<T>(
  what: string,
  attempt: () => Promise<T | undefined>,
  { everyMs = 50, timeoutMs = 30_000 } = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    const value = await attempt();
    if (value !== undefined) return value;
    await pause(everyMs);
  }
  throw new Error(`waited ${timeoutMs} ms for ${what}`);
}
