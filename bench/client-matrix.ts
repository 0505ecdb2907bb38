/**
 * Six HTTP clients as other people have them, against a real process: large uploads that are refused,
 * of which no answer may be lost, and a matrix of what each client gets in each situation.
 *
 *     node bench/client-matrix.ts [--uploads 600] [--out docs/evidence/client-matrix.md]
 *
 * axios, got and requests are installed into a temporary directory. A client that cannot be had is left
 * out, and the reason printed. Exit code 1 when an answer was lost or another than the contract's.
 */
import '../testkit/header-help.ts';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { startDesk } from '../testkit/desks/desk-process.ts';
import { draining } from './clients/draining.ts';
import type { RealClient } from './clients/job.ts';
import { realClients } from './clients/real-clients.ts';
import { sceneOf } from './clients/situation.ts';
import { SITUATIONS } from './clients/situations.ts';
import { type Uploaded, uploaded } from './clients/uploads.ts';

const { values } = parseArgs({
  options: { uploads: { type: 'string', default: '600' }, out: { type: 'string' } },
});
const MEGABYTES = [5, 20];
const directory = mkdtempSync(join(tmpdir(), 'desk-clients-'));
process.on('exit', () => rmSync(directory, { recursive: true, force: true }));

const found = await realClients(directory);
const clients = found.filter((one): one is RealClient => 'run' in one);
const missing = found.flatMap((one) => ('missing' in one ? [`${one.name}: ${one.missing}`] : []));
for (const why of missing) console.log(`left out, ${why}`);
const each = Math.ceil(Number(values.uploads) / clients.length / MEGABYTES.length);

const desk = await startDesk({
  startTimeoutMs: 180_000,
  env: { LOG_LEVEL: 'error', RATE_LIMIT_PER_MINUTE: '1000' },
});
const uploads: { readonly client: string; readonly result: Uploaded }[] = [];
const cells = new Map<string, string[]>();
try {
  const scene = sceneOf(desk);
  for (const client of clients) {
    for (const megabytes of MEGABYTES) {
      const result = await uploaded(client, scene, megabytes, each);
      uploads.push({ client: client.name, result });
      console.log(`${client.name}: ${uploadLine(result)}`);
    }
  }
  for (const client of clients) {
    const row: string[] = [];
    for (const { name, run } of SITUATIONS) {
      row.push(await run(client, scene));
      console.log(`${client.name}: ${name}: ${row.at(-1)}`);
    }
    cells.set(client.name, row);
  }
  for (const [name, outcome] of await draining(desk, scene, clients))
    cells.get(name)?.push(outcome);
} finally {
  await desk.stop();
}
const lost = uploads.flatMap(({ result }) => [...result.lost, ...result.wrong]);
const text = report();
console.log(text);
if (values.out) {
  mkdirSync(dirname(values.out), { recursive: true });
  writeFileSync(values.out, text);
}
process.exitCode = lost.length > 0 ? 1 : 0;

function report(): string {
  const names = [...SITUATIONS.map(({ name }) => name), 'while the API ends, and afterwards'];
  const sent = uploads.reduce((sum, { result }) => sum + result.sent, 0);
  return [
    '# What six HTTP clients get\n',
    'Made by `node bench/client-matrix.ts`. Each client as it is installed, with its own defaults; calls',
    'of one cell come from one process. "no answer" is what the client says instead of one.\n',
    `## Uploads of ${MEGABYTES.join(' and ')} MB that are refused: ${lost.length} of ${sent} answers lost or wrong\n`,
    'In turn with a length, in chunks, of a wrong type, by an unknown key, to a path that is none.\n',
    table(
      ['client', ...MEGABYTES.map((size) => `${size} MB`)],
      clients.map(({ name }) => [
        name,
        ...uploads.filter(({ client }) => client === name).map(({ result }) => uploadLine(result)),
      ]),
    ),
    '## Situations\n',
    table(
      ['situation', ...clients.map(({ name }) => name)],
      names.map((name, at) => [name, ...clients.map((one) => cells.get(one.name)?.[at] ?? '')]),
    ),
    ...missing.map((why) => `Left out: ${why}\n`),
  ].join('\n');
}

function uploadLine({ sent, lost, wrong }: Uploaded): string {
  const faults = [...lost.map((why) => `lost ${why}`), ...wrong.map((why) => `wrong ${why}`)];
  return [`${sent} sent, ${lost.length} lost`, ...new Set(faults)].join('; ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n');
}
