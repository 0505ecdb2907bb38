/**
 * Restarts two API processes in turn while customers call them through a balancer, and counts what
 * failed: `node bench/rolling-restarts.ts [--short] [--rounds 5] [--rate 200] [--poll 5] [--drain 10]`.
 * Exit code 1 when a single request failed; with --short, which shares its machine, those do not
 * count that it refused as overloaded.
 */
import '../testkit/header-help.ts';
import { parseArgs } from 'node:util';
import { type RollingOptions, rollingRestarts } from './rolling/rolling-restarts.ts';

const FULL: RollingOptions = { rounds: 5, rate: 200, pollMs: 5_000, drainSeconds: 10 };
const SHORT: RollingOptions = { rounds: 1, rate: 40, pollMs: 1_000, drainSeconds: 3 };

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    rounds: text,
    rate: text,
    poll: text,
    drain: text,
  },
});
const standard = values.short ? SHORT : FULL;
const number = (value: string | undefined, otherwise: number) => Number(value ?? otherwise);
const report = await rollingRestarts(
  {
    rounds: number(values.rounds, standard.rounds),
    rate: number(values.rate, standard.rate),
    pollMs: number(values.poll, standard.pollMs / 1000) * 1000,
    drainSeconds: number(values.drain, standard.drainSeconds),
  },
  (line) => console.log(line),
);
console.log(JSON.stringify(report, undefined, 2));
const failed = values.short ? report.failed - report.overloaded : report.failed;
process.exitCode = failed === 0 && report.answered > 0 && report.deaths.length === 0 ? 0 : 1;
