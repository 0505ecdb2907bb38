/**
 * The customers, in a process of their own: provokes errors and notes the id of every answer, one
 * a line, before it asks for the next. `node client.ts API-URL KEY FILE ERRORS`; prints how many.
 */
import { appendFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';

const WIDTH = 12;
const PAUSE_MS = 20;
const [url = '', key = '', file = '', wanted = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: WIDTH });
const own = { authorization: `Bearer ${key}` };
const unknownKey = { authorization: `Bearer mts_live_${'x'.repeat(32)}` };
const MEETINGS = '/public/v1/meetings';

/** Faults that need no luck, two of every five outside of authentication. */
const CALLS = [
  { path: MEETINGS, headers: {} },
  { path: `${MEETINGS}/mtg_${'0'.repeat(20)}`, headers: own },
  { path: `${MEETINGS}?time_range=7days`, headers: own },
  { path: MEETINGS, headers: unknownKey },
  { path: '/public/v1/nothing', headers: own },
] as const;

let answered = 0;
let unanswered = 0;
const report = setInterval(() => process.stdout.write(`${answered} ${unanswered}\n`), 100);
await Promise.all(Array.from({ length: WIDTH }, (_, n) => customer(n)));
clearInterval(report);
process.stdout.write(`${answered} ${unanswered}\n`);
agent.destroy();

async function customer(first: number): Promise<void> {
  for (let n = first; answered < Number(wanted); n++) {
    const call = CALLS[n % CALLS.length] ?? CALLS[0];
    const id = await answerOf(call);
    if (id !== undefined) continue;
    unanswered++;
    await setTimeout(PAUSE_MS);
  }
}

/** Noted as soon as the head of the answer is there: from then on a customer can quote the id. */
function answerOf({ path, headers }: (typeof CALLS)[number]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asked = request(`${url}${path}`, { agent, headers, timeout: 10_000 }, (response) => {
      const id = String(response.headers['x-request-id'] ?? '');
      if ((response.statusCode ?? 0) < 400 || id === '') throw new Error(`${path}: no error`);
      appendFileSync(file, `${id} ${response.statusCode}\n`);
      answered++;
      response.resume();
      response.once('close', () => resolve(id));
      response.once('error', () => resolve(id));
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(undefined));
    asked.end();
  });
}
