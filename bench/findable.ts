/**
 * Time from the answer of a failed request to its whole dossier in hand (so that building it and
 * half a polling interval are included), under steady load on a real process: `node bench/findable.ts [--rate 200] [--seconds 60]`.
 */

import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { supportClient } from '../testkit/clients/support-client.ts';
import { startDesk } from '../testkit/desks/desk-process.ts';

const SAMPLE_EVERY_MS = 500;
const POLL_EVERY_MS = 25;
const GIVE_UP_MS = 30_000;

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '60' },
  },
});
const [rate, seconds] = [Number(values.rate), Number(values.seconds)];

const desk = await startDesk({
  env: { RATE_LIMIT_BURST: '1000000', RATE_LIMIT_PER_MINUTE: '10000000' },
});
try {
  const support = supportClient(desk);
  const org = await support.createOrg('Bench');
  const { secret } = await support.mintKey(org.id, ['meetings:read']);
  const headers = { authorization: `Bearer ${secret}` };
  const measured: Promise<number>[] = [];
  const answering: number[] = [];
  const unanswered = { count: 0 };
  const [started, inFlight] = [performance.now(), new Set<Promise<void>>()];
  let [sent, nextSample] = [0, 0];

  while (performance.now() - started < seconds * 1000) {
    const due = ((performance.now() - started) / 1000) * rate;
    for (; sent < due; sent++) inFlight.add(track(one(sent)));
    await pause(2);
  }
  await Promise.all(inFlight);
  const waits = await Promise.all(measured);
  const took = (performance.now() - started) / 1000;

  console.log(`requests        ${sent} (${(sent / seconds).toFixed(0)}/s for ${seconds} s)`);
  console.log(`unanswered      ${unanswered.count}`);
  console.log(`answer ms       p50 ${at(answering, 0.5)}  p99 ${at(answering, 0.99)}`);
  console.log(`samples         ${waits.length}, polled every ${POLL_EVERY_MS} ms`);
  console.log(`findable ms     p50 ${at(waits, 0.5)}  p99 ${at(waits, 0.99)}  max ${at(waits, 1)}`);
  console.log(`whole run       ${took.toFixed(1)} s`);

  function track(work: Promise<void>): Promise<void> {
    const tracked = work.finally(() => inFlight.delete(tracked));
    return tracked;
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
      if (id === null || answer.ok || answered < nextSample) return;
      nextSample = answered + SAMPLE_EVERY_MS;
      measured.push(untilFound(id, answered));
    } catch {
      unanswered.count++;
    }
  }

  async function untilFound(id: string, since: number): Promise<number> {
    while (performance.now() - since < GIVE_UP_MS) {
      if ((await support.request(id)).found) return performance.now() - since;
      await pause(POLL_EVERY_MS);
    }
    throw new Error(`${id} was not found within ${GIVE_UP_MS} ms`);
  }
} finally {
  await desk.stop();
}

function at(numbers: readonly number[], quantile: number): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  const place = Math.min(sorted.length - 1, Math.ceil(quantile * sorted.length) - 1);
  return (sorted[Math.max(0, place)] ?? Number.NaN).toFixed(0);
}
