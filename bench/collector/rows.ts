import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { said } from '../ratios/process.ts';
import { median, type Row, row } from '../ratios/row.ts';
import { buildExporter } from './build.ts';
import { type PathName, startPath } from './paths.ts';
import { writePayload } from './payload.ts';
import { usageOf } from './usage.ts';

const NAMES: readonly PathName[] = ['collector', 'collector with files', 'by URL', 'embedded'];
const SENDER = join(import.meta.dirname, 'sender-process.ts');
const POLL_ARRIVAL_MS = 50;
/** Merges of parts that were just made are part of the price; nobody waits for the rest. */
const SETTLE_MS = 3_000;

interface Sent {
  readonly bodies: number;
  readonly again: number;
  readonly refused: number;
  readonly inPart: number;
}

interface Pass {
  /** From the first byte sent to the last row visible. */
  readonly perSecond: number;
  /** By process, microseconds a span. */
  readonly cpuUs: Readonly<Record<string, number>>;
  readonly totalUs: number;
  readonly peakMb: number;
  readonly again: number;
}

/**
 * One stored payload through a real OpenTelemetry Collector with its ClickHouse exporter, its queue in
 * memory (its default: lost with the process) or in files, and through ours, in turns with an empty
 * store each. Throws when rows are missing or twice. No rows without Go, which builds the collector.
 */
export async function collectorRows(spans: number, rounds: number): Promise<Row[]> {
  const exporter = buildExporter();
  if (exporter === undefined) {
    console.log('collector: skipped, there is no Go (1.24 or later) to build one with');
    return [];
  }
  const root = mkdtempSync(join(tmpdir(), 'desk-bench-'));
  try {
    const payload = join(root, 'payload');
    writePayload(payload, spans, Date.now());
    const passes = new Map<PathName, Pass[]>(NAMES.map((name) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const name of round % 2 === 0 ? NAMES : NAMES.toReversed()) {
        const folder = join(root, 'path');
        const pass = await measured(name, { folder, exporter, payload, spans });
        rmSync(folder, { recursive: true });
        passes.get(name)?.push(pass);
        console.log(JSON.stringify({ round, name, ...pass }));
      }
    }
    return table((name, of) => median((passes.get(name) ?? []).map(of)));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

interface Load {
  /** Where the path keeps its files. */
  readonly folder: string;
  /** The collector's program. */
  readonly exporter: string;
  /** The file of bodies to send. */
  readonly payload: string;
  readonly spans: number;
}

async function measured(name: PathName, { folder, exporter, payload, spans }: Load): Promise<Pass> {
  const path = await startPath(name, folder, exporter);
  try {
    await pause(SETTLE_MS);
    const used = () =>
      Object.entries(path.processes).map(([what, pid]) => ({ what, ...usageOf(pid) }));
    const before = used();
    const began = performance.now();
    const sender = fork(SENDER, [payload, path.url]);
    const sent = await said<Sent>(sender);
    if (sent.refused > 0 || sent.inPart > 0)
      throw new Error(`${name}: not all was taken: ${JSON.stringify(sent)}`);
    while (!(await path.isThrough(spans))) await pause(POLL_ARRIVAL_MS);
    const seconds = (performance.now() - began) / 1000;
    await pause(SETTLE_MS);
    const after = used();
    const counted = await path.rows();
    if (counted.rows !== spans || counted.spans !== spans)
      throw new Error(`${name}: ${counted.rows} rows of ${counted.spans} spans, sent ${spans}`);
    const cpuUs = Object.fromEntries(
      after.map(({ what, cpuUs }, n) => [what, (cpuUs - (before[n]?.cpuUs ?? 0)) / spans]),
    );
    return {
      perSecond: spans / seconds,
      cpuUs,
      totalUs: Object.values(cpuUs).reduce((sum, us) => sum + us),
      peakMb: after.reduce((sum, { peakMb }) => sum + peakMb, 0),
      again: sent.again,
    };
  } finally {
    await path.stop();
  }
}

type Medians = (name: PathName, of: (pass: Pass) => number) => number;

function table(of: Medians): Row[] {
  const rate = (name: PathName) => of(name, ({ perSecond }) => perSecond);
  const cpu = (name: PathName) => of(name, ({ totalUs }) => totalUs);
  const against = (ours: PathName, theirs: PathName, goal: string) =>
    row({
      name: `ingest ${ours} / ${theirs}`,
      value: rate(ours),
      unit: 'spans/s',
      reference: rate(theirs),
      goal,
    });
  const cpuAgainst = (ours: PathName, goal: string) =>
    row({
      name: `CPU a span ${ours} / collector`,
      value: cpu(ours),
      unit: 'µs',
      reference: cpu('collector'),
      goal,
    });
  return [
    against('embedded', 'collector with files', '>= 2.5'),
    against('by URL', 'collector with files', '>= 2'),
    against('embedded', 'collector', '>= 2'),
    against('by URL', 'collector', '>= 1.6'),
    cpuAgainst('embedded', '<= 0.45'),
    cpuAgainst('by URL', '<= 0.6'),
    row({
      name: '  of it receiver by URL',
      value: of('by URL', receiverUs),
      unit: 'µs',
      reference: of('collector', receiverUs),
    }),
    row({
      name: '  of it store by URL',
      value: of('by URL', storeUs),
      unit: 'µs',
      reference: of('collector', storeUs),
    }),
    ...NAMES.map((name) =>
      row({ name: `peak memory ${name}`, value: of(name, ({ peakMb }) => peakMb), unit: 'MB' }),
    ),
  ];
}

const receiverUs = ({ cpuUs }: Pass): number => cpuUs.receiver ?? Number.NaN;
const storeUs = ({ cpuUs }: Pass): number => cpuUs.store ?? Number.NaN;
