import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dossier } from '@request-desk/shared/dossier';
import { deskStatus } from '@request-desk/shared/support-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { STAFF, STAFF_TOKEN } from '../../../testkit/clients/staff-token.ts';
import { mintRequestId } from '../../../testkit/lookup/mint-request-id.ts';
import { poll } from '../../../testkit/poll.ts';
import { loadConfig } from '../../src/config.ts';
import { type Desk, startDesk } from '../../src/desk.ts';

/** Another data directory for each test file; ports of the system's choice. */
const directory = mkdtempSync(join(tmpdir(), 'desk-law-'));
const urls = { api: '', console: '' };
let desk: Desk;
/** What `/readyz` and a lookup said as soon as the desk was ready. */
let atStart: { ready: unknown; answer: unknown };

beforeAll(async () => {
  const config = loadConfig({
    DATA_DIR: directory,
    API_PORT: '0',
    OTLP_PORT: '0',
    CONSOLE_PORT: '0',
    LOG_LEVEL: 'silent',
    STAFF_TOKEN,
  });
  const args = { demo: false, help: false, rate: 1, historyDays: 0, newControlPlane: false };
  desk = await startDesk({ config, args, version: '1', print: noteUrls });
  const [ready, answer] = await Promise.all([readyz(), lookUp('nonsense')]);
  atStart = { ready, answer };
});

afterAll(async () => {
  await desk.close();
  rmSync(directory, { recursive: true, force: true });
});

function noteUrls(text: string): void {
  urls.api = /public API +(\S+)/.exec(text)?.[1] ?? urls.api;
  urls.console = /console +(\S+)/.exec(text)?.[1] ?? urls.console;
}

async function readyz(): Promise<unknown> {
  return await (await fetch(`${urls.console}/readyz`)).json();
}

async function lookUp(id: string) {
  const response = await fetch(`${urls.console}/support/v1/requests/${id}`, { headers: STAFF });
  return dossier.parse(await response.json());
}

/** Makes a call that is refused, and returns the id that the customer can quote. */
async function refusedId(): Promise<string> {
  const response = await fetch(`${urls.api}/public/v1/meetings`);
  await response.arrayBuffer();
  return response.headers.get('x-request-id') ?? '';
}

it('says how far the data is complete as soon as it is ready', () => {
  const time = expect.stringContaining('T');
  const telemetry = { state: 'current', store: 'ok', data_current_to: time };
  expect(atStart).toMatchObject({ ready: { telemetry }, answer: { data_current_to: time } });
});

it('never says "never seen" of an id that was answered before', async () => {
  for (let n = 0; n < 15; n++) {
    const id = await refusedId();
    const answer = await lookUp(id);
    if (!answer.found) expect(answer.reason).toBe('too_fresh');
  }
});

it('finds a fresh id at the first or the second ask', async () => {
  let first = 0;
  for (let n = 0; n < 10; n++) {
    const id = await refusedId();
    const answer = await lookUp(id);
    if (answer.found) first++;
    else expect(await lookUp(id)).toMatchObject({ found: true });
  }
  expect(first).toBeGreaterThan(5);
});

it('says "never seen" of an id that nobody minted, and does not put it off', async () => {
  for (let n = 0; n < 9; n++) {
    const { requestId } = mintRequestId();
    const answer = await poll('more than "too fresh"', async () => {
      const said = await lookUp(requestId);
      return !said.found && said.reason === 'too_fresh' ? undefined : said;
    });
    expect(answer).toMatchObject({ reason: 'never_seen' });
  }
});

it('says one T everywhere', async () => {
  const response = await fetch(`${urls.console}/support/v1/status`, { headers: STAFF });
  const status = deskStatus.parse(await response.json());
  expect(status.completeness).toMatchObject({
    state: 'current',
    store: 'ok',
    control_plane: 'ok',
    limits: [],
    producers: [{ roles: ['api', 'ingest'], state: 'current', gap: null }],
  });
  expect(status.pipeline.data_current_to).toBe(status.completeness.current_to);
  expect(await readyz()).toMatchObject({ telemetry: { state: 'current', store: 'ok' } });
  const metrics = await (await fetch(`${urls.console}/metrics`, { headers: STAFF })).text();
  expect(metrics).toMatch(/request_desk_data_current_to_timestamp_seconds 1\d{9}/);
  expect(metrics).toContain('request_desk_producers{state="current"} 1');
});
