import { setTimeout as pause } from 'node:timers/promises';

export interface Traffic {
  stop(): Promise<void>;
}

/**
 * Lists meetings so many times a second, with each key in turn, and waits for no answer before the
 * next call, as customers do. `onAnswer` gets each status, or nothing where there was no answer.
 */
export function steadyTraffic(
  apiUrl: string,
  secrets: readonly string[],
  perSecond: number,
  onAnswer: (status: number | undefined) => void = () => undefined,
): Traffic {
  let stopped = false;
  const call = async (secret: string | undefined) => {
    const headers = { authorization: `Bearer ${secret}` };
    const answer = await fetch(`${apiUrl}/public/v1/meetings`, { headers });
    onAnswer(answer.status);
    await answer.arrayBuffer();
  };
  const run = async () => {
    const started = performance.now();
    for (let sent = 0; !stopped; ) {
      const due = ((performance.now() - started) / 1000) * perSecond;
      for (; sent < due; sent++) {
        call(secrets[sent % secrets.length]).catch(() => onAnswer(undefined));
      }
      await pause(10);
    }
  };
  const running = run();
  return {
    async stop() {
      stopped = true;
      await running;
    },
  };
}
