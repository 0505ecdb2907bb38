/**
 * Whether time tells a meeting of another organisation from one that never was: pairs of the two in
 * random order on one connection. `node bench/contract-timing.ts [--rounds 20000] [--minutes 15]`
 */
import { parseArgs } from 'node:util';
import { meeting } from '../server/src/meetso/catalogue/meetings.ts';
import { supportClient } from '../testkit/clients/support-client.ts';
import { startDesk } from '../testkit/desks/desk-process.ts';
import { Random } from '../testkit/random.ts';
import { Connection } from './contract/wire.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20000' },
    minutes: { type: 'string', default: '15' },
  },
});
const rounds = Number(values.rounds);
const [WARM_UP, MEETINGS] = [500, 300];

const desk = await startDesk({
  env: { RATE_LIMIT_BURST: '1000000', RATE_LIMIT_PER_MINUTE: '10000000', LOG_LEVEL: 'error' },
});
const random = new Random(Date.now());
try {
  const support = supportClient(desk);
  const [own, other] = [await support.createOrg('Own'), await support.createOrg('Other')];
  const reader = await support.mintKey(own.id, ['meetings:read']);
  const writer = await support.mintKey(other.id, ['meetings:read', 'meetings:write']);
  const foreign: string[] = [];
  for (let i = 0; i < MEETINGS; i++) foreign.push(await create(writer.secret, i));
  const connection = new Connection(Number(new URL(desk.apiUrl).port));
  const names = ['other_org', 'absent'] as const;
  const times = { other_org: [] as number[], absent: [] as number[] };
  const deadline = performance.now() + Number(values.minutes) * 60_000;
  for (let round = -WARM_UP; round < rounds && performance.now() < deadline; round++) {
    const ids = { other_org: random.one(foreign), absent: absent() };
    for (const name of random.shuffled(names)) {
      const took = await timed(ids[name]);
      if (round >= 0) times[name].push(took);
    }
  }
  connection.close();
  for (const name of names) {
    const [p50, p99] = [at(times[name], 0.5), at(times[name], 0.99)];
    console.log(`${name.padEnd(10)} p50 ${p50} ms  p99 ${p99} ms`);
  }
  const told = slower(times.other_org, times.absent);
  const chance = 0.5 / Math.sqrt(times.absent.length);
  console.log(`pairs ${times.absent.length}`);
  console.log(
    `P(other_org slower than absent)  ${told.toFixed(4)}  (chance alone: ± ${chance.toFixed(4)})`,
  );
  process.exitCode = Math.abs(told - 0.5) <= 0.02 ? 0 : 1;

  async function timed(id: string): Promise<number> {
    const text = `GET /public/v1/meetings/${id} HTTP/1.1\r\nhost: api\r\nauthorization: Bearer ${reader.secret}\r\n\r\n`;
    const bytes = Buffer.from(text);
    const before = performance.now();
    const { status } = await connection.send(bytes, false);
    const took = performance.now() - before;
    if (status !== 404) throw new Error(`answered ${status}`);
    return took;
  }
} finally {
  await desk.stop();
}

function absent(): string {
  return `mtg_${random.text(20, '0123456789abcdefghijklmnopqrstuvwxyz')}`;
}

async function create(secret: string, i: number): Promise<string> {
  const answer = await fetch(`${desk.apiUrl}/public/v1/meetings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      title: `Meeting ${i}`,
      starts_at: '2031-05-06T07:08:09Z',
      duration_minutes: 30,
    }),
  });
  return meeting.parse(await answer.json()).id;
}

/** The share of rounds in which `a` took longer than `b`; ties count half. */
function slower(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  a.forEach((x, i) => {
    const y = b[i] ?? 0;
    sum += x > y ? 1 : x === y ? 0.5 : 0;
  });
  return sum / a.length;
}

function at(numbers: readonly number[], quantile: number): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) * quantile)] ?? Number.NaN).toFixed(3);
}
