import { withStallTolerantTimeout } from '@request-desk/fastify/stall-tolerant-timeout';
import { PROMPT_READ_MS } from '../database/control-plane-state.ts';
import { DatabaseError } from '../database/database.ts';
import type { Directory } from '../directory/directory.ts';

/** So long after a failure nobody else has to wait for the same. */
const BELIEVED_MS = 1_000;

/** Whatever is behind the directory does not answer: what it knows is left out. */
export class DirectoryAway extends DatabaseError {
  constructor(cause?: unknown) {
    super('the directory does not answer', cause);
    this.name = 'DirectoryAway';
  }
}

/**
 * The same directory for calls that wait for an answer: each call is answered within 0.4 s or throws
 * DirectoryAway, and for a second after that at once. `ticks` counts milliseconds and never goes back.
 */
export function promptDirectory(
  directory: Directory,
  ticks: () => number = () => performance.now(),
): Directory {
  let failedAt = Number.NEGATIVE_INFINITY;
  async function ask<T>(work: () => Promise<T>): Promise<T> {
    if (ticks() - failedAt < BELIEVED_MS) throw new DirectoryAway();
    try {
      return await withStallTolerantTimeout(PROMPT_READ_MS, work(), () => {
        throw new DirectoryAway();
      });
    } catch (error) {
      failedAt = ticks();
      throw error instanceof DirectoryAway ? error : new DirectoryAway(error);
    }
  }
  const { management } = directory;
  return {
    org: (id) => ask(() => directory.org(id)),
    key: (id) => ask(() => directory.key(id)),
    keysByPrefix: (prefix) => ask(() => directory.keysByPrefix(prefix)),
    keysOf: (orgId) => ask(() => directory.keysOf(orgId)),
    ...(management && {
      management: { ...management, orgs: () => ask(() => management.orgs()) },
    }),
  };
}
