/**
 * Whether time tells why a meeting is not seen: pairs of another organisation's, an absent and a
 * deleted one in random order on one connection. First without the beat on which such answers leave,
 * so that the work itself is compared; then as customers see it.
 *
 *     node bench/contract-timing.ts [--methods GET,PATCH,DELETE] [--rounds 20000] [--check-rounds 10000]
 *                                   [--minutes 15]
 *
 * Rounds and minutes are for each method. Only on a machine that does nothing else. Before and after,
 * the same is measured with 16 µs added for another organisation's: the run counts only if that is
 * found both times (P ≥ 0.54).
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createDesk } from './contract/timing-desk.ts';
import {
  at,
  chance,
  type Kind,
  METHODS,
  type Method,
  PAIRS,
  slower,
} from './contract/timing-pairs.ts';

const HELP = `Options of node bench/contract-timing.ts:
  --methods GET,PATCH,DELETE  which calls are timed (all three)
  --rounds 20000              rounds of each method; a round is one call of each kind
  --check-rounds 10000        rounds of each check that the harness finds 16 µs
  --minutes 15                the most that each of these runs may take
  --help                      this text`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    methods: { type: 'string', default: METHODS.join(',') },
    rounds: { type: 'string', default: '20000' },
    'check-rounds': { type: 'string', default: '10000' },
    minutes: { type: 'string', default: '15' },
  },
});
const [GOAL, FOUND, EXTRA_US] = [0.02, 0.54, 16];
const PRELOAD = {
  NODE_OPTIONS: `--import ${join(import.meta.dirname, 'contract/timing-preload.ts')}`,
};
const WITHOUT_BEAT = { ...PRELOAD, WITHOUT_BEAT: '1' };
const checkRounds = Number(values['check-rounds']);

if (values.help) {
  console.log(HELP);
  process.exit(0);
}
let failed = false;
for (const method of methodsOf(values.methods)) {
  console.log(method);
  const before = await check(method, 'before');
  const work = await measured(method, 'without the beat', WITHOUT_BEAT);
  const after = await check(method, 'after');
  const answered = await measured(method, 'as customers see it', {});
  const valid = before >= FOUND && after >= FOUND;
  if (!valid) console.log(`the run does not count: ${EXTRA_US} µs were not found`);
  failed ||= !valid || [...work, ...answered].some((p) => Math.abs(p - 0.5) > GOAL);
}
process.exitCode = failed ? 1 : 0;

function methodsOf(text: string): Method[] {
  return text.split(',').map((name) => {
    const method = METHODS.find((one) => one === name.trim().toUpperCase());
    if (method === undefined)
      throw new Error(`--methods: ${name} is none of ${METHODS.join(', ')}`);
    return method;
  });
}

/** The share of pairs that show what was added. */
async function check(method: Method, when: string): Promise<number> {
  const env = { ...WITHOUT_BEAT, SLOWER_OTHERS_US: String(EXTRA_US) };
  const times = await run(method, env, checkRounds);
  const share = slower(times.other_org, times.absent);
  console.log(`${when}: P(other_org slower) with ${EXTRA_US} µs added  ${share.toFixed(4)}`);
  return share;
}

async function measured(
  method: Method,
  how: string,
  env: Readonly<Record<string, string>>,
): Promise<number[]> {
  const times = await run(method, env, Number(values.rounds));
  console.log(how);
  for (const [kind, took] of Object.entries(times)) {
    console.log(`  ${kind.padEnd(10)} p50 ${at(took, 0.5)} ms  p99 ${at(took, 0.99)} ms`);
  }
  const { length } = times.absent;
  console.log(`  pairs ${length}, by chance alone ± ${chance(length).toFixed(4)}`);
  return PAIRS.map(([a, b]) => {
    const share = slower(times[a], times[b]);
    console.log(`  P(${a} slower than ${b})  ${share.toFixed(4)}`);
    return share;
  });
}

async function run(
  method: Method,
  env: Readonly<Record<string, string>>,
  rounds: number,
): Promise<Record<Kind, number[]>> {
  await using desk = await createDesk(env);
  return await desk.times(method, rounds, Number(values.minutes) * 60_000);
}
