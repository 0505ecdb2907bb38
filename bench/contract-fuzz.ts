/**
 * Sends anything at a real process and judges every answer: right and absurd requests made from
 * `/openapi.json` on kept-alive connections, broken bytes on raw sockets, and connections used as few
 * clients do. Afterwards every id must be in the store, with the caller of each refused call that had a
 * key. Where nothing is answered for some seconds it says what the process did meanwhile:
 * `node bench/contract-fuzz.ts [--requests 200000] [--minutes 12] [--seed 1]`.
 */
import '../testkit/header-help.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { deskStatus } from '@request-desk/shared/support-api';
import { type DeskProcess, startDesk } from '../testkit/desks/desk-process.ts';
import { Random } from '../testkit/random.ts';
import { attribution, carriesKey, storedCalls } from './contract/attribution.ts';
import { brokenBytes } from './contract/broken.ts';
import { fuzzFixtures } from './contract/clients.ts';
import { oddSocket } from './contract/odd-sockets.ts';
import { judge } from './contract/oracle.ts';
import { type ApiDescription, wholeRequest } from './contract/requests.ts';
import { StallWatch } from './contract/stall-watch.ts';
import { Connection, throwAt, type WireAnswer } from './contract/wire.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '200000' },
    seed: { type: 'string', default: '1' },
    broken: { type: 'string', default: '0.25' },
    odd: { type: 'string', default: '0.02' },
    minutes: { type: 'string', default: '12' },
  },
});
const [requests, seed, brokenShare, oddShare] = [
  Number(values.requests),
  Number(values.seed),
  Number(values.broken),
  Number(values.odd),
];
const [WORKERS, MOST_FAULTS] = [48, 20];

const dataDir = mkdtempSync(join(tmpdir(), 'request-desk-fuzz-'));
process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }));
const desk = await startDesk({
  dataDir,
  args: ['--demo', '--rate', '1'], // for the windows in which its data source fails
  env: { RATE_LIMIT_PER_MINUTE: '300', LOG_LEVEL: 'error' },
  startTimeoutMs: 180_000,
});
const port = Number(new URL(desk.apiUrl).port);
const [ids, verdicts, faults] = [new Set<string>(), new Map<string, number>(), [] as string[]];
/** Of calls that carried a working key. */
const keyed = new Set<string>();
let [silent, answers] = [0, 0];
const started = performance.now();
const watch = new StallWatch(desk.pid, () => answers);
try {
  const api = (await (await fetch(`${desk.apiUrl}/openapi.json`)).json()) as ApiDescription;
  const fixtures = await fuzzFixtures(desk);
  const working = new Set(fixtures.keys);
  watch.start();
  let next = 0;
  const deadline = performance.now() + Number(values.minutes) * 60_000;
  const goesOn = () => faults.length < MOST_FAULTS && performance.now() < deadline;
  const worker = async () => {
    const connection = new Connection(port);
    for (let n = next++; n < requests && goesOn(); n = next++) await one(n, connection);
    connection.close();
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
  const took = (performance.now() - started) / 1000;
  watch.stop();
  await delivered(desk);
  const sent = Math.min(requests, next - WORKERS);
  console.log(`seed ${seed}: ${sent} requests, ${answers} answers in ${took.toFixed(0)} s`);
  console.table(Object.fromEntries([...verdicts].sort(([, a], [, b]) => b - a)));

  async function one(n: number, connection: Connection): Promise<void> {
    const random = new Random(seed * 1_000_003 + n);
    let sent: readonly Buffer[] = [];
    try {
      if (random.chance(oddShare)) {
        const odd = oddSocket(random, api, fixtures);
        sent = odd.parts;
        const received = await throwAt(port, sent, odd.halfClose);
        if (received.length === 0) throw new Error(`no answer to ${odd.kind}`);
        for (const answer of received) note(judge(answer, false));
      } else if (random.chance(brokenShare)) {
        sent = brokenBytes(random, api, fixtures);
        const received = await throwAt(port, sent);
        if (received.length === 0) noteSilence(Buffer.concat(sent));
        for (const answer of received) note(judge(answer, isBare(answer)));
      } else {
        const { bytes, head } = wholeRequest(random, api, fixtures);
        sent = [bytes];
        const judged = judge(await connection.send(bytes, head), head);
        note(judged);
        if (carriesKey(bytes, working)) keyed.add(judged.requestId);
      }
    } catch (error) {
      const shown = JSON.stringify(Buffer.concat(sent).toString('latin1').slice(0, 400));
      faults.push(`#${n}: ${error instanceof Error ? error.message : error}\n    ${shown}`);
      console.log(faults.at(-1));
    }
  }
} finally {
  await desk.stop();
}
const stored = await storedCalls(join(dataDir, 'clickhouse'));
const missing = [...ids].filter((id) => !stored.has(id));
const named = attribution(keyed, stored);
const unnamed = Object.entries(named)
  // A process that sheds or ends asks nobody who calls: only keys that it knows are named.
  .filter(([cause]) => !/^internal_error (?:overloaded|draining)$/.test(cause))
  .reduce((sum, [, one]) => sum + one.unnamed, 0);
console.log(`answers outside the contract  ${faults.length}`);
console.log(`longest time without an answer  ${(watch.longestMs / 1000).toFixed(1)} s`);
console.log(`sent nothing that is a request, and got no answer  ${silent}`);
console.log(
  `ids ${ids.size}, not findable afterwards  ${missing.length}  ${missing.slice(0, 5).join(' ')}`,
);
console.log(`refused calls with a key, of which the store names no caller  ${unnamed}`);
console.table(named);
process.exitCode = faults.length + missing.length + unnamed > 0 ? 1 : 0;

function note({ requestId, verdict }: { requestId: string; verdict: string }): void {
  answers++;
  verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
  if (requestId === '') return;
  if (ids.has(requestId)) throw new Error(`${requestId} was given twice`);
  ids.add(requestId);
}

/** On raw sockets it is not always known which answer belongs to a HEAD. */
function isBare({ body, headers }: WireAnswer): boolean {
  return body.length === 0 && headers.get('content-length') !== '0';
}

/** Line ends before a request are no request; whatever else is sent must be answered. */
function noteSilence(sent: Buffer): void {
  if (sent.toString('latin1').replace(/^[\r\n]+/, '') !== '') throw new Error('no answer');
  silent++;
}

/** Waits until the spool has handed everything over. */
async function delivered(on: DeskProcess): Promise<void> {
  const headers = { authorization: `Bearer ${on.staffToken}` };
  for (let looks = 0; looks < 3; await pause(500)) {
    const answer = await fetch(`${on.consoleUrl}/support/v1/status`, { headers });
    const { pipeline } = deskStatus.parse(await answer.json());
    looks = pipeline.backlog_bytes === 0 ? looks + 1 : 0;
  }
}
