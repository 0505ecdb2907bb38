/**
 * Time from the answer of a failed request to its whole dossier in hand (so that building it and
 * part of a polling interval are included), and from the first ask for an id that was never minted
 * to `never_seen`, under steady load: `node bench/findable.ts --help`.
 */

import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { supportClient } from '../testkit/clients/support-client.ts';
import { startDesk } from '../testkit/desks/desk-process.ts';
import { startSplitRoles } from './findable/split-roles.ts';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 500;
const GIVE_UP_MS = 30_000;

const HELP = `node bench/findable.ts [options]

  --split      each role in a process of its own, on a ClickHouse server and a Postgres
  --rate N     calls a second; two in three are answered with an error (default 200)
  --seconds N  how long (default 60)
  --asks N     answered ids asked for a second, at once after their answer (default 2)
  --nevers N   never minted ids asked for a second (default 1)`;

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '60' },
    asks: { type: 'string', default: '2' },
    nevers: { type: 'string', default: '1' },
    split: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const { rate, seconds, asks, nevers } = {
  rate: Number(values.rate),
  seconds: Number(values.seconds),
  asks: Number(values.asks),
  nevers: Number(values.nevers),
};

const env = { RATE_LIMIT_BURST: '1000000', RATE_LIMIT_PER_MINUTE: '10000000' };
const desk = await (values.split ? startSplitRoles(env) : startDesk({ env }));
try {
  const support = supportClient(desk);
  const org = await support.createOrg('Bench');
  const { secret } = await support.mintKey(org.id, ['meetings:read']);
  const headers = { authorization: `Bearer ${secret}` };
  const [answering, again]: [number[], number[]] = [[], []];
  const [found, never]: [Promise<number>[], Promise<number>[]] = [[], []];
  const said = { unanswered: 0, failedAsks: 0, neverSeenThoughAnswered: 0, foundAtOnce: 0 };
  const started = performance.now();
  const inFlight = new Set<Promise<void>>();
  let [sent, nextAsk] = [0, 0];

  while (performance.now() - started < seconds * 1000) {
    const elapsed = (performance.now() - started) / 1000;
    for (; sent < elapsed * rate; sent++) track(one(sent));
    if (never.length < elapsed * nevers) never.push(awaitedLater(untilSaid(mint(), 'never_seen')));
    await pause(2);
  }
  await Promise.all(inFlight);
  const [waits, neverWaits] = [await Promise.all(found), await Promise.all(never)];

  console.log(
    `roles           ${values.split ? 'split: four processes, two servers' : 'one process'}`,
  );
  console.log(`requests        ${sent} (${(sent / seconds).toFixed(0)}/s for ${seconds} s)`);
  console.log(`unanswered      ${said.unanswered}`);
  console.log(`failed asks     ${said.failedAsks} lookups whose connection broke`);
  console.log(`answer ms       ${line(answering)}`);
  console.log(
    `answered ids    ${waits.length} asked for at once, ${said.foundAtOnce} found by that`,
  );
  console.log(`never_seen      ${said.neverSeenThoughAnswered} times said of an answered id`);
  console.log(`findable ms     ${line(waits)}`);
  console.log(`once more ms    ${line(again)}, the dossier of an id that was found already`);
  console.log(`never minted    ${neverWaits.length} ids`);
  console.log(`never_seen ms   ${line(neverWaits)}`);

  function track(work: Promise<void>): void {
    const tracked: Promise<void> = work.finally(() => inFlight.delete(tracked));
    inFlight.add(tracked);
  }

  /** Two in three are errors: a refused parameter and a meeting that is not there. */
  async function one(n: number): Promise<void> {
    const path = ['', '?time_range=7days', '/mtg_00000000000000000000'][n % 3];
    const before = performance.now();
    try {
      const answer = await fetch(`${desk.apiUrl}/public/v1/meetings${path}`, { headers });
      await answer.arrayBuffer();
      const answered = performance.now();
      answering.push(answered - before);
      const id = answer.headers.get('x-request-id');
      if (id === null || answer.ok || answered < nextAsk) return;
      nextAsk = answered + 1000 / asks;
      found.push(awaitedLater(untilSaid(id, 'found').then((took) => timedAgain(id, took))));
    } catch {
      said.unanswered++;
    }
  }

  /** Asks once more for what was found; resolves with `took`. */
  async function timedAgain(id: string, took: number): Promise<number> {
    const before = performance.now();
    if ((await wordOn(id)) === 'found') again.push(performance.now() - before);
    return took;
  }

  /** What is said of an id now; a connection that broke is counted, and the id asked for again. */
  async function wordOn(id: string): Promise<string> {
    try {
      const answer = await support.request(id);
      return answer.found ? 'found' : answer.reason;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      said.failedAsks++;
      return 'no answer';
    }
  }

  /** Asks at once, and again until that is said; resolves with how long that took. */
  async function untilSaid(id: string, wanted: 'found' | 'never_seen'): Promise<number> {
    const since = performance.now();
    let wait = FIRST_PAUSE_MS;
    for (let turn = 0; performance.now() - since < GIVE_UP_MS; turn++) {
      const word = await wordOn(id);
      if (wanted === 'found' && turn === 0 && word === 'found') said.foundAtOnce++;
      if (wanted === 'found' && word === 'never_seen') said.neverSeenThoughAnswered++;
      if (word === wanted) return performance.now() - since;
      await pause(wait);
      wait = Math.min(LONGEST_PAUSE_MS, wait * 1.3);
    }
    throw new Error(`${id} was not ${wanted} within ${GIVE_UP_MS} ms`);
  }
} finally {
  await desk.stop();
}

/** A promise whose failure ends the run where it is awaited, after which the desk is stopped. */
function awaitedLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** An id of the right form that nobody was given. */
function mint(): string {
  return `req_${randomBytes(8).toString('hex')}`;
}

function line(numbers: readonly number[]): string {
  return `p50 ${at(numbers, 0.5)}  p99 ${at(numbers, 0.99)}  max ${at(numbers, 1)}`;
}

function at(numbers: readonly number[], quantile: number): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  const place = Math.min(sorted.length - 1, Math.ceil(quantile * sorted.length) - 1);
  return (sorted[Math.max(0, place)] ?? Number.NaN).toFixed(0);
}
