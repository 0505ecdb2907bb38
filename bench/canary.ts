/**
 * Sends secrets of every kind that is known, in every encoding, to every place of a call and of a paste,
 * and looks for them wherever the desk writes: `node bench/canary.ts [--per-kind 16] [--seed 1]`. Prints
 * a report; exits 1 when one was found, or the planted one was not.
 */
import '../testkit/header-help.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCanary } from '../testkit/canary/run-canary.ts';

const { values } = parseArgs({
  options: {
    'per-kind': { type: 'string', default: '16' },
    seed: { type: 'string', default: '1' },
  },
});
const directory = mkdtempSync(join(tmpdir(), 'desk-canary-'));
try {
  const options = { perKind: Number(values['per-kind']), seed: Number(values.seed) };
  const run = await runCanary({ directory, ...options });
  console.log(`secrets                 ${run.secrets} (seed ${options.seed})`);
  console.log(`calls of the API        ${run.calls}: path, id, query, body, headers, user agent`);
  console.log(`bodies of OTLP          ${run.bodies}: every text field, as JSON and protobuf`);
  console.log(`pastes                  ${run.lookups}: JSON, CSV, Markdown, NDJSON`);
  console.log(
    `envelopes of Sentry     ${run.envelopes}: messages, causes and fields of exceptions`,
  );
  console.log(`notifications           ${run.notifications}: webhook, Slack, e-mail`);
  console.log(`pastes in Chromium      ${run.inBrowser}: storage, history, files of the profile`);
  console.log(
    `looked at               output, answers, exports, every file of DATA_DIR, every row`,
  );
  console.log(`planted, overlooked in  ${run.overlooked.join(', ') || 'no place'}`);
  console.log(`secrets, addresses left ${run.found.length}`);
  for (const { place, around } of run.found.slice(0, 20))
    console.log(`  ${place}: ${JSON.stringify(around)}`);
  if (run.found.length > 0 || run.overlooked.length > 0) process.exitCode = 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
