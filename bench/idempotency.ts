/**
 * Idempotency over two API processes and a real Postgres, limits raised: many keys twice at once, one key
 * a thousand times at once, and owners that are killed while they hold a key. Exactly one meeting each.
 *
 *     node bench/idempotency.ts [--keys 10000] [--crowd 1000] [--kills 10] [--out docs/evidence/idempotency.txt]
 *
 * `--kills` is for each moment. Exit code 1 for a meeting too many or too few.
 */
import '../testkit/header-help.ts';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { postgresMissing } from '../testkit/engines/postgres-server.ts';
import { createdOnce, type Met } from './idempotency/calls.ts';
import { killedOwner, MOMENT, MOMENTS } from './idempotency/killed-owner.ts';
import { twoProcesses } from './idempotency/two-processes.ts';

const { values } = parseArgs({
  options: {
    keys: { type: 'string', default: '10000' },
    crowd: { type: 'string', default: '1000' },
    kills: { type: 'string', default: '10' },
    out: { type: 'string' },
  },
});
const [keys, crowd, kills] = [Number(values.keys), Number(values.crowd), Number(values.kills)];
/** Pairs under way at once. */
const PAIRS = 24;
const why = postgresMissing();
if (why !== undefined) {
  console.log(`left out: ${why}`);
  process.exit(0);
}
const lines: string[] = [
  'Two API processes, one Postgres, limits raised: node bench/idempotency.ts\n',
];
let wrong = 0;

await using desks = await twoProcesses();
const { secret, urls } = desks;
const [one = '', other = ''] = urls;

await counted(`${keys} keys, twice each at once, in both processes`, keys, async (met) => {
  let [next, different] = [0, 0];
  const worker = async () => {
    for (let n = next++; n < keys; n = next++) {
      const pair = [one, other].map((url) => createdOnce(() => url, secret, `pair-${n}`, met));
      if (new Set(await Promise.all(pair)).size !== 1) different++;
    }
  };
  await Promise.all(Array.from({ length: PAIRS }, worker));
  return different;
});
await counted(`1 key, ${crowd} times at once, in both processes`, 1, async (met) => {
  const calls = Array.from({ length: crowd }, (_, n) =>
    createdOnce(() => (n % 2 === 0 ? one : other), secret, 'crowd', met),
  );
  return new Set(await Promise.all(calls)).size - 1;
});
for (const moment of MOMENTS) {
  await counted(`${kills} owners ${MOMENT[moment]}`, kills, async (met) => {
    let different = 0;
    for (let n = 0; n < kills; n++) {
      different += (await killedOwner(desks, moment, `${moment}-${n}`, met)).size - 1;
    }
    return different;
  });
}
if (values.out) writeFileSync(values.out, lines.join('\n'));
process.exitCode = wrong > 0 ? 1 : 0;

/** Runs one part, which says how many calls got another meeting than their twins. */
async function counted(
  what: string,
  wanted: number,
  part: (met: Met) => Promise<number>,
): Promise<void> {
  const met: Met = new Map();
  const [before, began] = [await desks.meetings(), performance.now()];
  const different = await part(met);
  const made = (await desks.meetings()) - before;
  wrong += different + Math.abs(made - wanted);
  lines.push(
    `${what}: ${made} meetings, ${different} answers with another id`,
    `  in ${((performance.now() - began) / 1000).toFixed(0)} s; ${[...met].map(([words, n]) => `${n} × ${words}`).join(', ')}\n`,
  );
  console.log(lines.slice(-2).join('\n'));
}
