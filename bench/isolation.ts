/**
 * How long the public API's event loop is held by what staff paste and services send, and what its
 * customers notice: `node bench/isolation.ts [--rate 50] [--fuzz 100] [--only TEXT]`. Prints a table; exits 1
 * when the loop itself worked for more than 50 ms at a time, or a customer was refused.
 */
import '../testkit/header-help.ts';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import { traceIdOf } from '@request-desk/shared/ids';
import { supportClient } from '../testkit/clients/support-client.ts';
import { startDesk } from '../testkit/desks/desk-process.ts';
import { Random } from '../testkit/random.ts';
import { type Input, knownInputs, randomInputs } from './isolation/inputs.ts';

const MOST_HELD_MS = 50;
const SETTLE_MS = 400;
const ALONE_MS = 10_000;

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '50' },
    fuzz: { type: 'string', default: '100' },
    only: { type: 'string', default: '' },
  },
});
const directory = mkdtempSync(join(tmpdir(), 'desk-isolation-'));
const watched = join(directory, 'loop');
const desk = await startDesk({
  env: {
    RATE_LIMIT_BURST: '1000000',
    RATE_LIMIT_PER_MINUTE: '10000000',
    LOOP_WATCH: watched,
    NODE_OPTIONS: `--import=${join(import.meta.dirname, 'isolation/loop-watch.ts')}`,
  },
});
const staff = { authorization: `Bearer ${desk.staffToken}` };
const calls: { ms: number; status: number }[] = [];
let running = true;

try {
  const support = supportClient(desk);
  const org = await support.createOrg('Bench');
  const { secret } = await support.mintKey(org.id, ['meetings:read']);
  const customers = keepCalling(secret);
  const rows = [await measured('alone', () => pause(ALONE_MS))];
  const chosen = [...knownInputs(), ...randomInputs(new Random(1), Number(values.fuzz))];
  for (const input of chosen.filter(({ name }) => name.includes(values.only)))
    rows.push(await measured(input.name, () => send(input)));
  rows.push(...(await bigTrace(secret)));
  running = false;
  await customers;
  report(rows);
} finally {
  await desk.stop();
  rmSync(directory, { recursive: true });
}

interface Row {
  readonly input: string;
  readonly answer: unknown;
  readonly took_ms: number;
  readonly held_ms: number;
  readonly worked_ms: number;
  readonly api_p99_ms: number;
  readonly refused: number;
  /** How long each call of a customer took meanwhile. */
  readonly calls: readonly number[];
}

async function measured(input: string, work: () => Promise<unknown>): Promise<Row> {
  const [line, call, began] = [lines().length, calls.length, performance.now()];
  const answer = await work().catch((error: unknown) => String(error).slice(0, 40));
  const took = performance.now() - began;
  await pause(SETTLE_MS);
  const held = lines().slice(line);
  const made = calls.slice(call);
  const took_each = made.map(({ ms }) => ms);
  const most = (place: number) => Math.max(0, ...held.map((one) => one[place] ?? 0));
  return {
    input,
    answer,
    took_ms: Math.round(took),
    held_ms: most(0),
    worked_ms: most(1),
    api_p99_ms: tenths(quantile(took_each, 0.99)),
    refused: made.filter(({ status }) => status !== 200).length,
    calls: took_each,
  };
}

function lines(): number[][] {
  const text = readFileSync(watched, 'utf8').trim();
  return text.split('\n').map((line) => line.split(' ').map(Number));
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}

function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

async function keepCalling(secret: string): Promise<void> {
  const headers = { authorization: `Bearer ${secret}` };
  const open = new Set<Promise<void>>();
  while (running) {
    const call = one(headers);
    open.add(call);
    void call.finally(() => open.delete(call));
    await pause(1000 / Number(values.rate));
  }
  await Promise.all(open);
}

async function one(headers: Readonly<Record<string, string>>): Promise<void> {
  const began = performance.now();
  const response = await fetch(`${desk.apiUrl}/public/v1/meetings`, { headers }).catch(
    () => undefined,
  );
  await response?.arrayBuffer();
  calls.push({ ms: performance.now() - began, status: response?.status ?? 0 });
}

async function send({ to, path, body, headers }: Input): Promise<number> {
  const url = to === 'console' ? desk.consoleUrl : desk.otlpUrl;
  const response = await fetch(url + path, {
    ...(body ? { method: 'POST', body: new Uint8Array(body) } : {}),
    headers: { ...headers, ...(to === 'console' ? staff : {}) },
  });
  await response.arrayBuffer();
  return response.status;
}

/** 9,000 spans of 4 KB and 2,000 big log lines in the trace of one request, asked for in each way. */
async function bigTrace(secret: string): Promise<Row[]> {
  const response = await fetch(`${desk.apiUrl}/public/v1/meetings/none`, {
    headers: { authorization: `Bearer ${secret}` },
  });
  const id = response.headers.get('x-request-id') ?? '';
  const headers = { 'content-type': 'application/x-protobuf' };
  for (let from = 0; from < 9_000; from += 3_000)
    await send({ name: '', to: 'otlp', path: '/v1/traces', body: spans(id, from), headers });
  await supportClient(desk).found(id);
  await pause(5_000);
  const ways = ['', '?format=ndjson', '?format=markdown'];
  const rows: Row[] = [];
  for (const way of ways) {
    const path = `/support/v1/requests/${id}${way}`;
    const input = { name: '', to: 'console', path, headers: {} } as const;
    rows.push(await measured(`dossier of 9,000 big spans ${way}`, () => send(input)));
  }
  const csv = { name: '', to: 'console', path: '/support/v1/requests.csv', headers: {} } as const;
  return [...rows, await measured('CSV of all requests', () => send(csv))];
}

function spans(requestId: string, from: number): Buffer {
  const writer = new ProtobufWriter();
  const value = 'x'.repeat(4_000);
  writer.message(1, () =>
    writer.message(2, () => {
      for (let n = from; n < from + 3_000; n++)
        writer.message(2, () => {
          writer.hex(1, traceIdOf(requestId)).hex(2, (n + 1).toString(16).padStart(16, '0'));
          writer.string(5, 'step').fixed64(7, BigInt(Date.now()) * 1_000_000n);
          writer.message(9, () => writer.string(1, 'k').message(2, () => writer.string(1, value)));
        });
    }),
  );
  return Buffer.from(writer.finish());
}

function report(rows: readonly Row[]): void {
  const fuzzed = rows.filter(({ input }) => input.startsWith('fuzz'));
  const worst = [...fuzzed].sort((a, b) => b.worked_ms - a.worked_ms).slice(0, 3);
  const shown = [...rows.filter((row) => !fuzzed.includes(row)), ...worst];
  console.table(shown.map(({ calls: _calls, ...row }) => row));
  const [alone, ...inputs] = rows.map((row) => row.calls);
  const all = inputs.flat();
  const said = (list: readonly number[]) =>
    `${list.length} calls of customers, p50 ${tenths(quantile(list, 0.5))}, p99 ${tenths(quantile(list, 0.99))} ms`;
  console.log(`alone: ${said(alone ?? [])}; beside all inputs: ${said(all)}`);
  const faults = rows.filter((row) => row.worked_ms > MOST_HELD_MS || row.refused > 0);
  console.log(
    `${rows.length} inputs (${fuzzed.length} random): ${faults.length} held the loop for more than ` +
      `${MOST_HELD_MS} ms of its own work or refused a customer`,
  );
  process.exitCode = faults.length > 0 ? 1 : 0;
}
