import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { dossier } from '@request-desk/shared/dossier';
import { deskStatus } from '@request-desk/shared/support-api';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { STAFF, STAFF_TOKEN } from '../../../testkit/clients/staff-token.ts';
import { type BlackHole, openBlackHole } from '../../../testkit/engines/black-hole.ts';
import {
  type ClickHouseServer,
  freePort,
  startClickHouse,
} from '../../../testkit/engines/clickhouse-server.ts';
import { mintRequestId } from '../../../testkit/lookup/mint-request-id.ts';
import { poll } from '../../../testkit/poll.ts';
import { loadConfig } from '../../src/config.ts';
import { type Desk, startDesk } from '../../src/desk.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-hang-'));
/** The law says 3 s; a busy machine is given a little more. */
const WITHIN_MS = 4_000;
const ASKS = 3;

let store: ClickHouseServer;
let hole: BlackHole;
let desk: Desk;
let url = '';
/** Between desk and store: answers `/ping` by itself, and holds every query while `holding`. */
let holding = false;
const front = createServer((incoming, answer) => {
  if (incoming.url === '/ping') return void answer.end('Ok.\n');
  if (holding) return;
  const { method, headers } = incoming;
  const passed = request(`${store.url}${incoming.url}`, { method, headers }, (response) => {
    answer.writeHead(response.statusCode ?? 500, response.headers);
    response.pipe(answer);
  });
  passed.once('error', () => answer.destroy());
  incoming.pipe(passed);
});

beforeAll(async () => {
  store = await startClickHouse(join(directory, 'store'), await freePort());
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  hole = await openBlackHole((front.address() as AddressInfo).port);
  const config = loadConfig({
    DATA_DIR: join(directory, 'desk'),
    API_PORT: '0',
    OTLP_PORT: '0',
    CONSOLE_PORT: '0',
    CLICKHOUSE_URL: `http://127.0.0.1:${hole.port}`,
    LOG_LEVEL: 'silent',
    STAFF_TOKEN,
  });
  const args = { demo: false, help: false, rate: 1, historyDays: 0 };
  const print = (text: string) => {
    url = /console +(\S+)/.exec(text)?.[1] ?? url;
  };
  desk = await startDesk({ config, args, version: '1', print });
}, 90_000);

beforeEach(() =>
  poll('the store to answer', async () => (await status()).state === 'current' || undefined),
);

afterAll(async () => {
  await desk.close();
  await hole.close();
  await store.kill();
  front.closeAllConnections();
  front.close();
  rmSync(directory, { recursive: true, force: true });
});

async function status() {
  const response = await fetch(`${url}/support/v1/status`, { headers: STAFF });
  return deskStatus.parse(await response.json()).completeness;
}

async function lookUp() {
  const response = await fetch(`${url}/support/v1/requests/${mintRequestId().requestId}`, {
    headers: STAFF,
  });
  return dossier.parse(await response.json());
}

async function timed<T>(work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const value = await work();
  expect(performance.now() - began).toBeLessThan(WITHIN_MS);
  return value;
}

it.each([
  [
    'answers /ping and no query',
    () => {
      holding = true;
    },
    () => {
      holding = false;
      front.closeAllConnections();
    },
  ],
  ['is behind a route that is lost', () => hole.drop(), () => hole.restore()],
  ['is stopped', () => store.freeze(), () => store.resume()],
])(
  'says of a store that %s that it is unavailable, within 3 s',
  async (_, hang, end) => {
    hang();
    try {
      for (let n = 0; n < ASKS; n++) {
        const [answer, completeness] = await Promise.all([timed(lookUp), timed(status)]);
        expect(answer).toMatchObject({ reason: 'store_unavailable', retry_after_s: 5 });
        expect(completeness).toMatchObject({ store: 'unavailable', state: 'unavailable' });
        // At any moment of the look that runs in the background.
        await pause(n * 900);
      }
    } finally {
      end();
    }
  },
  60_000,
);
