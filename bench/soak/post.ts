/**
 * Posts span bodies as fast as they are taken, again when it is asked to: `node bench/soak/post.ts URL
 * FIRST COUNT NOW-MS [SECONDS]`. Ends with the count or the time and says what was taken and put off.
 */
import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { spanBody } from '../ratios/span-bodies.ts';

const WIDTH = 8;
const [url = '', first = '', count = '', nowMs = '', seconds = '3600'] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: WIDTH });
const end = performance.now() + Number(seconds) * 1000;
const result = { taken: 0, putOff: 0, broken: 0 };
let next = Number(first);
await Promise.all(Array.from({ length: WIDTH }, sender));
process.send?.(result);
agent.destroy();
process.disconnect();

async function sender(): Promise<void> {
  while (next < Number(first) + Number(count) && performance.now() < end) {
    const body = spanBody(next++, Number(nowMs));
    for (let status = await post(body); status !== 200; status = await post(body)) {
      if (status === 0) result.broken++;
      else result.putOff++;
      await setTimeout(1_000);
    }
    result.taken++;
  }
}

/** The status, or 0 when there is no answer. */
function post(body: Uint8Array): Promise<number> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/x-protobuf', 'content-length': body.length };
    const sent = request(`${url}/v1/traces`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.once('error', () => resolve(0));
    sent.end(body);
  });
}
