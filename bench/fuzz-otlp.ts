/**
 * Random and damaged OTLP bodies against the receiver and the engine, judged by a protobuf library:
 * `node bench/fuzz-otlp.ts [--seed 1] [--bodies 1000000]`.
 */
import '../testkit/header-help.ts';
import { parseArgs } from 'node:util';
import { fuzzReceiver } from '../testkit/otlp-fuzz/fuzz-receiver.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    bodies: { type: 'string', default: '1000000' },
  },
});
const started = performance.now();
const report = await fuzzReceiver(Number(values.seed), Number(values.bodies), (done) => {
  if (done % 100_000 === 0 && done > 0) console.error(`${done} bodies …`);
});
const { faults, ...counts } = report;
for (const fault of faults.slice(0, 10)) console.log(fault.slice(0, 2000));
console.table({
  seed: Number(values.seed),
  ...counts,
  faults: faults.length,
  seconds: Math.round((performance.now() - started) / 1000),
});
process.exitCode = faults.length > 0 ? 1 : 0;
