import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openSpool } from '@request-desk/fastify/spool/open-spool';
import type { Sink } from '@request-desk/fastify/spool/sink';
import Fastify from 'fastify';
import pino from 'pino';
import { z } from 'zod';
import { type ClickHouse, openClickHouse } from '../../server/src/clickhouse/client.ts';
import { migrate } from '../../server/src/clickhouse/schema/migrate.ts';
import { clickHouseSink } from '../../server/src/clickhouse/segments/clickhouse-sink.ts';
import { insertSelect } from '../../server/src/clickhouse/segments/insert-select.ts';
import { ingestRoutes } from '../../server/src/ingest/routes.ts';
import { insertByRows } from './insert-by-rows.ts';
import { receiverRows } from './receiver.ts';
import { median, type Row, row } from './row.ts';
import { SPANS_PER_BODY, spanBodies } from './span-bodies.ts';

/** Enough that starting and ending count for little. */
const BODIES = 2_400;
/** Decoding in JavaScript takes its time. */
const DECODED_BODIES = 400;
const ROUNDS = 3;
const POST = join(import.meta.dirname, 'post.ts');
const log = pino({ level: 'silent' });

interface Pass {
  readonly ms: number;
}

type Round = Readonly<Record<'byHand' | 'through' | 'decoded', Pass>>;

/** From HTTP body to visible row, beside one statement over the same bytes and beside decoding in JavaScript. */
export async function ingestRows(): Promise<Row[]> {
  const root = mkdtempSync(join(tmpdir(), 'desk-bench-'));
  // Before there is an engine that merges in the background.
  const receiver = await receiverRows(join(root, 'receiver'));
  const clickhouse = await openClickHouse({ path: join(root, 'clickhouse') });
  try {
    await migrate(clickhouse, 30);
    const rounds: Round[] = [];
    for (let n = 0; n < ROUNDS; n++) {
      const nowMs = Date.now() - 3_600_000;
      const byHand = await handIssued(clickhouse, root, nowMs);
      const through = await received({
        path: join(root, `spool-${n}`),
        nowMs,
        sink: clickHouseSink(clickhouse, 30),
        done: () => visible(clickhouse),
      });
      await empty(clickhouse);
      const decoded = await byRows(clickhouse, nowMs);
      rounds.push({ byHand, through, decoded });
    }
    const rate = (of: (round: Round) => Pass, bodies = BODIES) =>
      (bodies * SPANS_PER_BODY) / (median(rounds.map((round) => of(round).ms)) / 1000);
    const whole = rate(({ through }) => through);
    return [
      row({
        name: 'ingest, HTTP body to visible row / one INSERT by hand',
        value: whole,
        unit: 'spans/s',
        reference: rate(({ byHand }) => byHand),
        goal: '>= 0.8',
      }),
      row({
        name: 'ingest / decode in JavaScript + JSONEachRow',
        value: whole,
        unit: 'spans/s',
        reference: rate(({ decoded }) => decoded, DECODED_BODIES),
        goal: '>= 4',
      }),
      ...receiver,
    ];
  } finally {
    await clickhouse.close();
    rmSync(root, { recursive: true });
  }
}

async function handIssued(clickhouse: ClickHouse, root: string, nowMs: number): Promise<Pass> {
  const path = join(root, 'by-hand');
  writeFileSync(path, Buffer.concat(spanBodies(BODIES, nowMs)));
  const day = 86_400_000_000_000n;
  const receivedNs = BigInt(nowMs) * 1_000_000n;
  const clamp = { fromNs: receivedNs - day, toNs: receivedNs + day, receivedNs };
  const { sql, settings } = insertSelect('traces', { file: path }, clamp);
  // A person would not spare the processors.
  const threads = { max_threads: availableParallelism(), max_insert_threads: 0 };
  const pass = await timed(() => clickhouse.command(sql, {}, { ...settings, ...threads }));
  if (!(await visible(clickhouse))) throw new Error('rows are missing');
  await empty(clickhouse);
  return pass;
}

interface Receipt {
  /** The spool's directory. */
  readonly path: string;
  readonly nowMs: number;
  readonly sink: Sink;
  /** True once all is where it belongs. */
  readonly done: () => Promise<boolean>;
}

/** Receives everything over HTTP. */
async function received({ path, nowMs, sink, done }: Receipt): Promise<Pass> {
  const spool = await openSpool({
    path,
    sink,
    maxBytes: 2 ** 32,
    now: Date.now,
    log,
  });
  const app = Fastify();
  await app.register(ingestRoutes, { spool, tokens: {} });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const sender = fork(POST, [url, String(BODIES), String(nowMs)]);
  await said(sender, 'sending');
  const pass = await timed(async () => {
    await said(sender, 'sent');
    while (spool.state().backlog_bytes > 0 || !(await done())) await setTimeout(5);
  });
  await app.close();
  await spool.close();
  return pass;
}

async function byRows(clickhouse: ClickHouse, nowMs: number): Promise<Pass> {
  const bodies = spanBodies(DECODED_BODIES, nowMs);
  const pass = await timed(() => insertByRows(clickhouse, bodies));
  if (!(await visible(clickhouse, DECODED_BODIES))) throw new Error('rows are missing');
  await empty(clickhouse);
  return pass;
}

async function visible(clickhouse: ClickHouse, bodies = BODIES): Promise<boolean> {
  const sql = 'SELECT count() AS n FROM otel_traces';
  return (
    (await clickhouse.query(sql, {}, z.object({ n: z.number() })))[0]?.n === bodies * SPANS_PER_BODY
  );
}

function empty(clickhouse: ClickHouse): Promise<void> {
  return clickhouse.command('TRUNCATE TABLE otel_traces');
}

async function timed(work: () => Promise<unknown>): Promise<Pass> {
  const started = performance.now();
  await work();
  return { ms: performance.now() - started };
}

function said(child: ReturnType<typeof fork>, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('message', (message) => message === word && resolve());
    child.once('exit', (code) => reject(new Error(`the sender ended (${code})`)));
  });
}
