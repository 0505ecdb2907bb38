/**
 * Posts span bodies over HTTP from a process of its own, so that its work is not the receiver's:
 * `node post.ts URL BODIES NOW-MS`. Sends `sending` before the first and `sent` after the last one.
 */
import { Agent, request } from 'node:http';
import { spanBodies } from './span-bodies.ts';

const WIDTH = 4;
const [url = '', count = '', nowMs = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: WIDTH });
const bodies = spanBodies(Number(count), Number(nowMs));
process.send?.('sending');
await Promise.all(Array.from({ length: WIDTH }, sender));
process.send?.('sent');
agent.destroy();
process.disconnect();

async function sender(): Promise<void> {
  for (let body = bodies.pop(); body; body = bodies.pop()) await post(body);
}

function post(body: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-protobuf', 'content-length': body.length };
    const sent = request(`${url}/v1/traces`, { method: 'POST', agent, headers }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`the receiver answers ${answer.statusCode}`));
      answer.resume().once('end', resolve);
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
