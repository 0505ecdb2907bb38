/**
 * schemathesis, all its checks and phases, against a real process: with a key and without one.
 *
 *     node bench/schemathesis.ts [--st PROGRAM] [--max-examples 100] [--seed 1] [--out docs/evidence/schemathesis.txt]
 *
 * Without `--st` it is installed into a temporary environment of Python; where that cannot be done it
 * says why and ends with exit code 0. Exit code 1 for a finding that is not by design.
 */
import '../testkit/header-help.ts';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { supportClient } from '../testkit/clients/support-client.ts';
import { runSchemathesis, type SchemathesisRun } from '../testkit/contract/schemathesis.ts';
import { startDesk } from '../testkit/desks/desk-process.ts';

const PACKAGE = 'schemathesis==4.32.5';
const { values } = parseArgs({
  options: {
    st: { type: 'string' },
    'max-examples': { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
});
const directory = mkdtempSync(join(tmpdir(), 'desk-st-'));
process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
const st = values.st ?? (await installed());
if (st === undefined) process.exit(0);

const desk = await startDesk({
  startTimeoutMs: 180_000,
  env: { LOG_LEVEL: 'error', RATE_LIMIT_BURST: '1000000', RATE_LIMIT_PER_MINUTE: '10000000' },
});
const more = ['--max-examples', values['max-examples'], '--seed', values.seed];
const lines: string[] = [`${PACKAGE.replace('==', ' ')}, all checks, ${more.join(' ')}\n`];
let findings = 0;
try {
  const support = supportClient(desk);
  const org = await support.createOrg('Schemathesis');
  const { secret } = await support.mintKey(org.id, ['meetings:read', 'meetings:write']);
  for (const [how, key] of [
    ['with a key', secret],
    ['without a key', undefined],
  ] as const) {
    const run = await runSchemathesis(st, desk.apiUrl, { key, more });
    findings += run.findings.length;
    lines.push(inWords(how, run));
    console.log(lines.at(-1));
  }
} finally {
  await desk.stop();
}
if (values.out) writeFileSync(values.out, lines.join('\n'));
process.exitCode = findings > 0 ? 1 : 0;

function inWords(how: string, { calls, byDesign, findings, output }: SchemathesisRun): string {
  const summary = /^Failures:\n(?: {2}.*\n)*/m.exec(output);
  const design = Object.entries(byDesign).map(([why, count]) => `  ${count} × ${why}`);
  return [
    `${how}: ${calls} calls, ${findings.length} findings`,
    ...findings,
    ...(design.length > 0 ? ['By design:', ...design] : []),
    ...(summary ? [`What it says itself: ${summary[0].trimEnd()}`] : []),
    '',
  ].join('\n');
}

async function installed(): Promise<string | undefined> {
  const run = promisify(execFile);
  try {
    await run('python3', ['-m', 'venv', directory]);
    await run(join(directory, 'bin/python'), ['-m', 'pip', 'install', '--quiet', PACKAGE]);
    return join(directory, 'bin/st');
  } catch (error) {
    console.log(`left out: no ${PACKAGE} (${error instanceof Error ? error.message : error})`);
    return undefined;
  }
}
