/**
 * Sends each body of a payload once, and again where it was not taken: `node sender-process.ts FILE URL`.
 * Says `sent` when all are taken, with what was taken in part or refused for good.
 */
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { payloadOf } from './payload.ts';

const WIDTH = 8;
/** A partial success that names nothing (`0a 00`) is how the collector says that it took all. */
const EMPTY = 2;
const AGAIN = new Set([0, 429, 502, 503, 504]);
const [file = '', url = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: WIDTH });
const bodies = payloadOf(file);
const sent = { bodies: 0, again: 0, refused: 0, inPart: 0 };

await Promise.all(Array.from({ length: WIDTH }, sender));
process.send?.(sent);
agent.destroy();
process.disconnect();

async function sender(): Promise<void> {
  for (let next = bodies.next(); !next.done; next = bodies.next()) await deliver(next.value);
}

async function deliver(body: Buffer): Promise<void> {
  for (;;) {
    const { status, said } = await post(body);
    if (!AGAIN.has(status)) {
      if (status !== 200) sent.refused++;
      else if (said > EMPTY) sent.inPart++;
      else sent.bodies++;
      return;
    }
    sent.again++;
    await pause(50);
  }
}

/** The status and how many bytes the answer has; status 0 where the connection was lost. */
function post(body: Buffer): Promise<{ status: number; said: number }> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/x-protobuf', 'content-length': body.length };
    const options = { method: 'POST', agent, headers };
    const posting = request(`${url}/v1/traces`, options, (answer) => {
      let said = 0;
      answer.on('data', (chunk: Buffer) => {
        said += chunk.length;
      });
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, said }));
    });
    posting.once('error', () => resolve({ status: 0, said: 0 }));
    posting.end(body);
  });
}
