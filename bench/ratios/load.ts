import { Agent, request } from 'node:http';

export interface Load {
  readonly requests: number;
  readonly p99Ms: number;
}

/** Calls `url` at an even rate for so many seconds; answers of any status count. */
export async function load(url: string, perSecond: number, seconds: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const times: number[] = [];
  const open = new Set<Promise<void>>();
  const started = performance.now();
  const total = perSecond * seconds;
  for (let sent = 0; sent < total; ) {
    const due = Math.min(total, ((performance.now() - started) / 1000) * perSecond);
    for (; sent < due; sent++) {
      const call = one(url, agent, times).finally(() => open.delete(call));
      open.add(call);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(open);
  agent.destroy();
  const sorted = times.sort((a, b) => a - b);
  return { requests: total, p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN };
}

function one(url: string, agent: Agent, times: number[]): Promise<void> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent }, (answer) => {
      answer.resume().once('end', () => {
        times.push(performance.now() - started);
        resolve();
      });
    });
    sent.once('error', reject);
    sent.end();
  });
}
