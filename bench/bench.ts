/**
 * The ratio table: `npm run bench -- [ingest] [collector] [api] [contract] [lookup] [footprint] [--requests N]
 * [--spans N] [--rounds N] [--seconds N] [--json FILE]`; everything by default. `requests` are stored for the lookups,
 * whose goals are for 24000000; `spans` are sent through the collector and through us, `rounds` times; memory and CPU
 * of a desk without a call are measured for `seconds`.
 * Ratios are of runs side by side, so they hold on other machines; absolute figures do not.
 */
import '../testkit/header-help.ts';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { collectorRows } from './collector/rows.ts';
import { footprintRows } from './footprint/footprint.ts';
import { apiRows } from './ratios/api.ts';
import { contractRows } from './ratios/contract.ts';
import { ingestRows } from './ratios/ingest.ts';
import { noise } from './ratios/noise.ts';
import { met, type Row } from './ratios/row.ts';

const SECTIONS = {
  ingest: ingestRows,
  collector: () => collectorRows(Number(values.spans), Number(values.rounds)),
  api: apiRows,
  contract: contractRows,
  lookup: lookupRows,
  footprint: () => footprintRows(Number(values.seconds)),
} as const;
const LOOKUP = join(import.meta.dirname, 'lookup.ts');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    requests: { type: 'string', default: '250000' },
    spans: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '60' },
  },
});
const asked = (section: string) => positionals.length === 0 || positionals.includes(section);
const disturbances = new Set<string>();
const rows: Row[] = [];

function listen(): void {
  const disturbance = noise();
  if (disturbance) disturbances.add(disturbance);
}

listen();
for (const [section, measure] of Object.entries(SECTIONS)) {
  if (!asked(section)) continue;
  rows.push(...(await measure()));
}
console.table(rows.map((row) => ({ ...row, met: row.goal === '' ? '' : met(row) })));
for (const disturbance of disturbances) {
  console.log(`These figures are noisy: ${disturbance}. Run again on a quiet machine.`);
}
if (values.json) writeFileSync(values.json, JSON.stringify(rows, undefined, 2));

/** In a process of its own: its engine is to have nothing else in memory. */
async function lookupRows(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'desk-bench-'));
  try {
    const file = join(folder, 'rows.json');
    const args = [LOOKUP, '--requests', values.requests, '--cold', '--compare', '--json', file];
    spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    return JSON.parse(readFileSync(file, 'utf8')) as Row[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
