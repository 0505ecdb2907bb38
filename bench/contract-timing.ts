/**
 * Whether time tells why a meeting is not seen: pairs of another organisation's, an absent and a
 * deleted one in random order on one connection.
 *
 *     node bench/contract-timing.ts [--rounds 20000] [--check-rounds 10000] [--minutes 15]
 *
 * Only on a machine that does nothing else. Before and after, the same is measured with 16 µs added
 * for another organisation's: the run counts only if that is found both times (P ≥ 0.54).
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createDesk } from './contract/timing-desk.ts';
import { at, chance, type Kind, PAIRS, slower } from './contract/timing-pairs.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20000' },
    'check-rounds': { type: 'string', default: '10000' },
    minutes: { type: 'string', default: '15' },
  },
});
const [GOAL, FOUND, EXTRA_US] = [0.02, 0.54, 16];
const PRELOAD = join(import.meta.dirname, 'contract/slower-others.ts');
const checkRounds = Number(values['check-rounds']);

const before = await check('before');
const told = await measured();
const after = await check('after');
const valid = before >= FOUND && after >= FOUND;
if (!valid) console.log(`the run does not count: ${EXTRA_US} µs were not found`);
process.exitCode = valid && told.every((p) => Math.abs(p - 0.5) <= GOAL) ? 0 : 1;

/** The share of pairs that show what was added. */
async function check(when: string): Promise<number> {
  const env = { NODE_OPTIONS: `--import ${PRELOAD}`, SLOWER_OTHERS_US: String(EXTRA_US) };
  const times = await run(env, checkRounds);
  const share = slower(times.other_org, times.absent);
  console.log(`${when}: P(other_org slower) with ${EXTRA_US} µs added  ${share.toFixed(4)}`);
  return share;
}

async function measured(): Promise<number[]> {
  const times = await run({}, Number(values.rounds));
  for (const [kind, took] of Object.entries(times)) {
    console.log(`${kind.padEnd(10)} p50 ${at(took, 0.5)} ms  p99 ${at(took, 0.99)} ms`);
  }
  const { length } = times.absent;
  console.log(`pairs ${length}, by chance alone ± ${chance(length).toFixed(4)}`);
  return PAIRS.map(([a, b]) => {
    const share = slower(times[a], times[b]);
    console.log(`P(${a} slower than ${b})  ${share.toFixed(4)}`);
    return share;
  });
}

async function run(
  env: Readonly<Record<string, string>>,
  rounds: number,
): Promise<Record<Kind, number[]>> {
  await using desk = await createDesk(env);
  return await desk.times(rounds, Number(values.minutes) * 60_000);
}
