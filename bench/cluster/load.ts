import { setTimeout as pause } from 'node:timers/promises';

/** Calls that run until they are ended. */
export interface Load {
  /** The ids that were answered so far. */
  readonly ids: ReadonlySet<string>;
  /** Calls that got no answer with an id. */
  readonly failed: () => number;
  end(): Promise<void>;
}

const REQUEST_ID = 'x-request-id';

/** Calls the API without a key, `perSecond` times: each answer is an error with an id. */
export function startLoad(apiUrl: string, perSecond: number): Load {
  const ids = new Set<string>();
  const running = new Set<Promise<void>>();
  let failed = 0;
  let ended = false;
  const call = async () => {
    try {
      const answer = await fetch(`${apiUrl}/public/v1/meetings`);
      await answer.arrayBuffer();
      const id = answer.headers.get(REQUEST_ID);
      if (id === null) failed++;
      else ids.add(id);
    } catch {
      failed++;
    }
  };
  const loop = async () => {
    const start = performance.now();
    for (let made = 0; !ended; ) {
      const due = ((performance.now() - start) * perSecond) / 1000;
      for (; made < due; made++) {
        const one = call().finally(() => running.delete(one));
        running.add(one);
      }
      await pause(20);
    }
  };
  const looping = loop();
  return {
    ids,
    failed: () => failed,
    async end() {
      ended = true;
      await looping;
      await Promise.all(running);
    },
  };
}
