import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openClickHouse } from '../../server/src/clickhouse/client.ts';
import { migrate } from '../../server/src/clickhouse/schema/migrate.ts';
import type { Clamp } from '../../server/src/clickhouse/segments/insert-select.ts';
import { accept } from '../../server/src/ingest/accept.ts';
import { IngestError } from '../../server/src/ingest/ingest-error.ts';
import { openPreparation } from '../../server/src/ingest/preparation/preparation.ts';
import { Random } from '../random.ts';
import { EngineRows } from './engine-rows.ts';
import { type Cell, expectedRows, type Row } from './expected-rows.ts';
import { decode } from './oracle.ts';
import { REQUEST, type StoredSignal } from './otlp-descriptors.ts';
import { mutated, randomBody } from './random-body.ts';

const BATCH = 500;
const preparation = openPreparation();
const SIGNALS = ['traces', 'logs'] as const satisfies StoredSignal[];
const DAY_NS = 86_400_000_000_000n;

/** Counts of a run; every list of bodies is empty when all is well. */
export interface FuzzReport {
  readonly bodies: number;
  accepted: number;
  refused: number;
  /** Refused for our limits, which the oracle does not have. */
  overLimits: number;
  rows: number;
  /** In hexadecimal, with what went wrong. */
  readonly faults: string[];
}

/**
 * Gives `bodies` random and damaged OTLP bodies to the receiver. Accepted must be exactly what a
 * protobuf library can read, and in the tables must be exactly what that library has read.
 */
export async function fuzzReceiver(
  seed: number,
  bodies: number,
  progress = (_done: number) => {},
): Promise<FuzzReport> {
  const directory = mkdtempSync(join(tmpdir(), 'desk-fuzz-'));
  const clickhouse = await openClickHouse({ path: join(directory, 'clickhouse') });
  try {
    await migrate(clickhouse, 30);
    const engine = await EngineRows.open(clickhouse);
    const random = new Random(seed);
    const report: FuzzReport = {
      bodies,
      accepted: 0,
      refused: 0,
      overLimits: 0,
      rows: 0,
      faults: [],
    };
    for (let done = 0; done < bodies; done += BATCH) {
      const signal = random.one(SIGNALS);
      await batch(
        {
          signal,
          size: Math.min(BATCH, bodies - done),
          random,
          engine,
          path: join(directory, 'segment'),
        },
        report,
      );
      progress(done);
    }
    return report;
  } finally {
    await clickhouse.close();
    rmSync(directory, { recursive: true });
  }
}

interface Batch {
  readonly signal: StoredSignal;
  readonly size: number;
  readonly random: Random;
  readonly engine: EngineRows;
  /** Where its segment is written. */
  readonly path: string;
}

async function batch(
  { signal, size, random, engine, path }: Batch,
  report: FuzzReport,
): Promise<void> {
  const nowMs = Date.now();
  const receivedNs = BigInt(nowMs) * 1_000_000n;
  const clamp: Clamp = {
    fromNs: receivedNs - 30n * DAY_NS,
    toNs: receivedNs + DAY_NS / 144n,
    receivedNs,
  };
  const frames: Uint8Array[] = [];
  const expected: Row[] = [];
  let last: Uint8Array = new Uint8Array();
  for (let n = 0; n < size; n++) {
    const valid = randomBody(random, REQUEST[signal], random.chance(0.6), nowMs);
    const body = random.chance(0.6) ? mutated(random, valid, last) : valid;
    last = valid;
    const truth = decode(REQUEST[signal], body);
    const fault = await taken(signal, body, frames, report);
    if (fault === 'limit') continue;
    if ((truth === undefined) !== (fault === 'refused')) {
      report.faults.push(`${signal} ${fault ?? 'accepted'}: ${Buffer.from(body).toString('hex')}`);
    } else if (truth) expected.push(...expectedRows(signal, truth.message, clamp));
  }
  if (frames.length === 0) return;
  try {
    writeFileSync(path, Buffer.concat(frames));
    const rows = await engine.of(signal, path, clamp);
    report.rows += rows.length;
    compare(signal, expected, rows, report);
  } catch (error) {
    report.faults.push(`${signal}: the engine says ${error}`);
    for (const body of frames) {
      writeFileSync(path, body);
      await engine.of(signal, path, clamp).catch(() => {
        report.faults.push(`${signal}, as stored: ${Buffer.from(body).toString('hex')}`);
      });
    }
  }
}

/** Undefined when the receiver took the body. */
async function taken(
  signal: StoredSignal,
  body: Uint8Array,
  frames: Uint8Array[],
  report: FuzzReport,
) {
  const spool = {
    append: (_stream: string, stored: Uint8Array) => void frames.push(Buffer.from(stored)),
  };
  try {
    await accept(
      { spool, preparation },
      { signal, sender: { name: 'api', own: true }, encoding: 'protobuf' },
      Buffer.from(body),
    );
    report.accepted++;
    return undefined;
  } catch (error) {
    if (!(error instanceof IngestError)) return `threw ${error}`;
    const limit = error.status === 413 || /nested/.test(error.message);
    if (limit) report.overLimits++;
    else report.refused++;
    return limit ? ('limit' as const) : ('refused' as const);
  }
}

function compare(
  signal: StoredSignal,
  expected: readonly Row[],
  rows: readonly Row[],
  report: FuzzReport,
): void {
  if (rows.length !== expected.length)
    report.faults.push(`${signal}: ${rows.length} rows, not ${expected.length}`);
  for (const [n, row] of expected.entries()) {
    if (same(row, rows[n] ?? [])) continue;
    report.faults.push(`${signal}: stored ${JSON.stringify(rows[n])}, not ${JSON.stringify(row)}`);
    return;
  }
}

function same(expected: Cell, stored: Cell): boolean {
  if (Array.isArray(expected)) {
    return (
      Array.isArray(stored) &&
      stored.length === expected.length &&
      expected.every((cell, n) => same(cell, stored[n]))
    );
  }
  if (typeof expected !== 'number' || typeof stored === 'number') return expected === stored;
  const text = Buffer.from(String(stored), 'hex').toString();
  return Object.is(
    Number(text.replace(/^(-?)inf$/, '$1Infinity').replace(/^-?nan$/, 'NaN')),
    expected,
  );
}
