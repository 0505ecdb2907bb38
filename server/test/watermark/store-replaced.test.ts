import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dossier } from '@request-desk/shared/dossier';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { STAFF, STAFF_TOKEN } from '../../../testkit/clients/staff-token.ts';
import {
  type ClickHouseServer,
  freePort,
  startClickHouse,
} from '../../../testkit/engines/clickhouse-server.ts';
import { mintRequestId } from '../../../testkit/lookup/mint-request-id.ts';
import { poll } from '../../../testkit/poll.ts';
import { producersCommand } from '../../src/cli/producers-command.ts';
import { loadConfig } from '../../src/config.ts';
import { type Desk, startDesk } from '../../src/desk.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-replaced-'));
const PATIENCE = { timeoutMs: 40_000 };
const urls = { api: '', console: '' };
let port: number;
let store: ClickHouseServer;
let desk: Desk;

const start = (name: string) => startClickHouse(join(directory, name), port);

beforeAll(async () => {
  port = await freePort();
  store = await start('a');
  const config = loadConfig({
    DATA_DIR: join(directory, 'desk'),
    API_PORT: '0',
    OTLP_PORT: '0',
    CONSOLE_PORT: '0',
    CLICKHOUSE_URL: `http://127.0.0.1:${port}`,
    LOG_LEVEL: 'silent',
    STAFF_TOKEN,
  });
  const args = { demo: false, help: false, rate: 1, historyDays: 0 };
  const print = (text: string) => {
    urls.api = /public API +(\S+)/.exec(text)?.[1] ?? urls.api;
    urls.console = /console +(\S+)/.exec(text)?.[1] ?? urls.console;
  };
  desk = await startDesk({ config, args, version: '1', print });
}, 90_000);

afterAll(async () => {
  await desk.close();
  await store.kill();
  rmSync(directory, { recursive: true, force: true });
});

async function lookUp(id: string) {
  const response = await fetch(`${urls.console}/support/v1/requests/${id}`, { headers: STAFF });
  return dossier.parse(await response.json());
}

/** A call that is refused, found in the store. */
async function storedId(): Promise<string> {
  const response = await fetch(`${urls.api}/public/v1/meetings`);
  await response.arrayBuffer();
  const id = response.headers.get('x-request-id') ?? '';
  await poll('the id', async () => (await lookUp(id)).found || undefined, PATIENCE);
  return id;
}

/** Asks until the desk no longer waits; every answer on the way is noted. */
async function outcome(id: string, seen: Set<string> = new Set()): Promise<string> {
  return await poll(
    'an outcome',
    async () => {
      const answer = await lookUp(id);
      const said = answer.found ? 'found' : answer.reason;
      seen.add(said);
      return said === 'too_fresh' || said === 'store_unavailable' ? undefined : said;
    },
    PATIENCE,
  );
}

/** What was delivered a short while ago is delivered again, also where only the former store had it. */
async function becomes(wanted: 'found' | 'never_seen', id: string): Promise<void> {
  await poll(wanted, async () => (await outcome(id)) === wanted || undefined, PATIENCE);
}

async function accept(): Promise<number> {
  const said = (text: string) => void text;
  const places = { url: urls.console, token: STAFF_TOKEN, out: said, err: said };
  return await producersCommand('store', ['accept', '--reason', 'it burnt'], places);
}

async function replaceBy(name: string): Promise<void> {
  await store.kill();
  store = await start(name);
}

it('never says "never seen" of what only another store held, until an admin accepts that', async () => {
  const held = await storedId();
  expect(await outcome(mintRequestId().requestId)).toBe('never_seen');
  expect(await accept()).toBe(3);

  const seen = new Set<string>();
  await replaceBy('b');
  expect(['incomplete', 'found']).toContain(await outcome(held, seen));
  expect(await outcome(mintRequestId().requestId, seen)).toBe('incomplete');
  expect(seen).not.toContain('never_seen');
  await becomes('found', held);
  const answer = await lookUp(mintRequestId().requestId);
  expect(answer).toMatchObject({ explanation: expect.stringContaining('store accept') });

  expect(await accept()).toBe(0);
  const { requestId } = mintRequestId();
  await becomes('never_seen', requestId);
  // Under load telemetry may be behind again at the next ask.
  await expect
    .poll(() => lookUp(requestId), { timeout: 30_000 })
    .toMatchObject({
      explanation: expect.stringContaining('The telemetry store was replaced at'),
    });
}, 120_000);

it('asks again when the first store comes back: it lacks what the second held', async () => {
  const held = await storedId();
  await replaceBy('a');
  const seen = new Set<string>();
  expect(['incomplete', 'found']).toContain(await outcome(held, seen));
  expect(await outcome(mintRequestId().requestId, seen)).toBe('incomplete');
  expect(seen).not.toContain('never_seen');
  await becomes('found', held);
  expect(await accept()).toBe(0);
  await becomes('never_seen', mintRequestId().requestId);
}, 120_000);
