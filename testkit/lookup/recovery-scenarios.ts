/** Simulated troubles of a route, ongoing and over, with what a customer's complaint is answered. */
import {
  type CountedStep,
  type Recovery,
  recoveryOf,
} from '../../server/src/lookup/verdicts/recovery.ts';
import { Random } from '../random.ts';

export const MINUTE = 60_000;
export const STEP = 10_000;
export const START = Date.parse('2026-11-25T08:00:00Z');

interface Scenario {
  /** Calls a second. */
  readonly rate: number;
  readonly usual: number;
  /** Share of calls that fail while the trouble lasts. */
  readonly failing: number;
  readonly beginMs: number;
  /** Undefined: it goes on. */
  readonly endMs?: number;
  /** In these nothing fails, or nobody calls. */
  readonly gaps: readonly { from: number; to: number; silent: boolean }[];
}

type Draw = () => number;

function seeded(seed: number): Draw {
  const random = new Random(seed);
  return () => random.next();
}

function drawn(n: number, p: number, random: Draw): number {
  let hits = 0;
  for (let i = 0; i < n; i++) if (random() < p) hits++;
  return hits;
}

function callsIn(rate: number, random: Draw): number {
  // Sums of uniform parts are close enough to Poisson for counts of ten seconds.
  const mean = (rate * STEP) / 1000;
  return drawn(Math.ceil(mean * 4), mean / Math.ceil(mean * 4), random);
}

function stepsOf(scenario: Scenario, untilMs: number, random: Draw): CountedStep[] {
  const steps: CountedStep[] = [];
  for (let at_ms = START; at_ms < untilMs; at_ms += STEP) {
    const gap = scenario.gaps.find(({ from, to }) => at_ms >= from && at_ms < to);
    if (gap?.silent) continue;
    const isBad = at_ms >= scenario.beginMs && at_ms < (scenario.endMs ?? Infinity) && !gap;
    const calls = callsIn(scenario.rate, random);
    const failed = drawn(calls, isBad ? scenario.failing : scenario.usual, random);
    if (calls > 0) steps.push({ at_ms, passed: calls - failed, failed, own_failed: 0 });
  }
  return steps;
}

function between(low: number, high: number, random: Draw): number {
  return low + (high - low) * random();
}

/** Pauses of one to `longest` minutes while the trouble lasts, each after a few minutes of it. */
function gapsFrom(beginMs: number, toMs: number, longest: number, random: Draw): Scenario['gaps'] {
  const gaps: { from: number; to: number; silent: boolean }[] = [];
  let at = beginMs;
  while (random() < 0.7) {
    const from = at + between(2, 8, random) * MINUTE;
    const to = from + between(1, longest, random) * MINUTE;
    if (to > toMs) break;
    gaps.push({ from, to, silent: random() < 0.5 });
    at = to;
  }
  return gaps;
}

/** The failures of the trouble, at one of which a customer complains. */
function complaintIn(steps: readonly CountedStep[], scenario: Scenario, random: Draw): number {
  const bad = steps.filter(
    ({ at_ms, failed }) =>
      failed > 0 && at_ms >= scenario.beginMs && at_ms < (scenario.endMs ?? Infinity),
  );
  return (bad[Math.floor(random() * bad.length)]?.at_ms ?? scenario.beginMs) + 5_000;
}

/** What was held for recovery before: one pass and no failure, or five passes after the last. */
function asBefore(steps: readonly CountedStep[], readyMs: number): Recovery['kind'] {
  const after = steps.filter(({ at_ms }) => at_ms > readyMs && at_ms < readyMs + 15 * MINUTE);
  let [passed, failed, since] = [0, 0, 0];
  for (const step of after) {
    passed += step.passed;
    failed += step.failed;
    since = step.failed > 0 ? 0 : since + step.passed;
  }
  if (failed === 0) return passed > 0 ? 'again' : 'too_few';
  return since >= 5 ? 'again' : 'not_yet';
}

function ongoing(seed: number) {
  const random = seeded(seed);
  const beginMs = START + between(20, 60, random) * MINUTE;
  const now = beginMs + between(5, 90, random) * MINUTE;
  const scenario: Scenario = {
    rate: 0.05 * 400 ** random(),
    usual: random() < 0.5 ? 0 : between(0, 0.005, random),
    failing: between(0.02, 0.2, random),
    beginMs,
    gaps: gapsFrom(beginMs, now + 8 * MINUTE, 8, random),
  };
  const steps = stepsOf(scenario, now, random);
  return { scenario, steps, now, readyMs: complaintIn(steps, scenario, random) };
}

interface OngoingScore {
  /** Questions asked, one every two minutes of each incident. */
  readonly asked: number;
  /** Answers that claimed recovery, all of them wrong. */
  readonly claims: number;
  /** Incidents of which the rule of before would have claimed it. */
  readonly claimedBefore: number;
}

/** Asks about `count` partial incidents (2 to 20 % failing, with quiet gaps) that go on. */
export function scoreOngoing(firstSeed: number, count: number): OngoingScore {
  let [asked, claims, claimedBefore] = [0, 0, 0];
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const { scenario, steps, now, readyMs } = ongoing(seed);
    for (let untilMs = readyMs + MINUTE; untilMs <= now; untilMs += 2 * MINUTE) {
      const known = steps.filter(({ at_ms }) => at_ms + STEP <= untilMs);
      const question = { steps: known, readyMs, untilMs, usual: scenario.usual };
      asked++;
      if (recoveryOf({ ...question, incident: null }).kind === 'again') claims++;
    }
    if (asBefore(steps, readyMs) === 'again') claimedBefore++;
  }
  return { asked, claims, claimedBefore };
}

interface RecoveredScore {
  /** Claimed ten minutes after the true end. */
  readonly claimed: number;
  /** Claimed with a start after which calls failed within the least time. */
  readonly early: number;
}

/** Asks about `count` troubles of busy routes, ten minutes after their end. */
export function scoreRecovered(firstSeed: number, count: number): RecoveredScore {
  let [claimed, early] = [0, 0];
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const random = seeded(seed);
    const beginMs = START + 70 * MINUTE;
    const endMs = beginMs + between(5, 60, random) * MINUTE;
    const scenario: Scenario = {
      rate: between(2, 8, random),
      usual: random() < 0.5 ? 0 : between(0, 0.003, random),
      failing: between(0.02, 1, random),
      beginMs,
      endMs,
      gaps: gapsFrom(beginMs, endMs, 4, random),
    };
    const untilMs = endMs + 10 * MINUTE;
    const steps = stepsOf(scenario, untilMs, random);
    const readyMs = complaintIn(steps, scenario, random);
    const { usual } = scenario;
    const answer = recoveryOf({ steps, readyMs, untilMs, usual, incident: null });
    if (answer.kind !== 'again') continue;
    claimed++;
    if ((answer.sinceMs ?? readyMs) > untilMs - 8 * MINUTE) early++;
  }
  return { claimed, early };
}
