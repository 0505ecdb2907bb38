/**
 * From the first failed answer of a total outage to the notification and to the page, through the
 * real API, spool, stores, engine and a local receiver: `node bench/alert-delay.ts [--rate 20]
 * [--healthy 40] [--offset 0]`. `offset`: seconds into a ten-second bucket at which the outage begins.
 */
import '../testkit/header-help.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { ClickHouse } from '../server/src/clickhouse/client.ts';
import { alertSeries } from '../server/src/clickhouse/queries/alert-series.ts';
import { loadConfig } from '../server/src/config.ts';
import { openEngines } from '../server/src/engines.ts';
import { LastAnswers } from '../server/src/http/last-answers.ts';
import { createFaultSwitch } from '../server/src/meetso/demo/fault-switch.ts';
import { ApiKeys } from '../server/src/meetso/directory/api-keys.ts';
import { Orgs } from '../server/src/meetso/directory/orgs.ts';
import { KEY_FORM } from '../server/src/meetso/key-form.ts';
import { Meetings } from '../server/src/meetso/meetings/meetings-repository.ts';
import { faultyMeetings } from '../server/src/meetso/meetings/through-meetings.ts';
import { MEETSO_PROFILE } from '../server/src/meetso/profile.ts';
import { startRoles } from '../server/src/roles.ts';
import { steadyTraffic } from '../testkit/traffic/steady-traffic.ts';

interface Alert {
  readonly rule: string;
  readonly scope: string;
  readonly started_at: string;
}

interface AlertMessage {
  readonly type: string;
  readonly data: { readonly alerts: readonly Alert[] };
}

const ORGS = 6;
const GIVE_UP_S = 120;

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '20' },
    healthy: { type: 'string', default: '40' },
    offset: { type: 'string', default: '0' },
  },
});
const [rate, healthyS] = [Number(values.rate), Number(values.healthy)];
const offset = Number(values.offset);

const dataDir = mkdtempSync(join(tmpdir(), 'desk-alert-delay-'));
let startedAt: number | undefined;
const received = new Map<string, number>();
const receiver = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => {
    body += chunk.toString('utf8');
  });
  request.on('end', () => {
    const { type, data } = JSON.parse(body) as AlertMessage;
    for (const { rule, scope, started_at } of data.alerts) {
      const name = `${type} ${rule} ${scope}`;
      if (!received.has(name)) received.set(name, Date.now());
      startedAt ??= Date.parse(started_at);
    }
    response.end();
  });
});
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
const { port } = receiver.address() as AddressInfo;

/** Answers by status. */
const answers = new Map<number | string, number>();
const stack = new AsyncDisposableStack();
try {
  const config = loadConfig({
    API_PORT: '0',
    CONSOLE_PORT: '0',
    OTLP_PORT: '0',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    RATE_LIMIT_BURST: '100000',
    RATE_LIMIT_PER_MINUTE: '1000000',
    ALERT_WEBHOOK_URL: `http://127.0.0.1:${port}/hook`,
  });
  const engines = await openEngines(config, stack);
  const fault = createFaultSwitch(Math.random);
  const meetings = faultyMeetings(new Meetings(engines.database), () => fault.trip());
  const probe = () => ({ ready: true, status: 'ok' as const });
  const lastAnswers = new LastAnswers();
  const urls = await startRoles({
    profile: MEETSO_PROFILE,
    config,
    engines,
    meetings,
    version: '1',
    demo: false,
    probe,
    lastAnswers,
    stack,
  });
  const keys = await customers();
  const traffic = steadyTraffic(urls.api, keys, rate, (status) => {
    const outcome = status ?? 'no answer';
    answers.set(outcome, (answers.get(outcome) ?? 0) + 1);
  });

  await pause(healthyS * 1000);
  await pause(10_000 - ((Date.now() - offset * 1000) % 10_000));
  const answered = [...answers].map(([status, count]) => `${count} with ${status}`).join(', ');
  fault.fail(1);
  const began = Date.now();
  const notified = await seen('alert.fired errors-500 global', began);
  const paged = await seen('alert.paged errors-500 global', began);
  console.log(`outage began    ${((began / 1000) % 10).toFixed(1)} s into its bucket, ${rate}/s`);
  console.log(`notified after  ${notified} s`);
  console.log(`paged after     ${paged} s`);
  console.log(`start, it says  ${(((startedAt ?? 0) - began) / 1000).toFixed(1)} s after it began`);
  console.log(`all received     ${[...received.keys()].join(', ')}`);
  console.log(`answers before  ${answered}`);
  console.log(`failed of sent  ${await bucketsUntil(Date.now(), engines.clickhouse)}`);
  await traffic.stop();

  async function customers(): Promise<string[]> {
    const [orgs, apiKeys] = [new Orgs(engines.database), new ApiKeys(engines.database, KEY_FORM)];
    const secrets: string[] = [];
    for (let i = 0; i < ORGS; i++) {
      const org = await orgs.create(`Customer ${i}`, new Date());
      const key = { orgId: org.id, name: 'bench', scopes: ['meetings:read' as const] };
      const minted = await apiKeys.mint({ ...key, expiresAt: null }, new Date());
      secrets.push(minted.secret);
    }
    return secrets;
  }
} finally {
  await stack.disposeAsync();
  receiver.close();
  rmSync(dataDir, { recursive: true, force: true });
}

/** What the engine saw, ten seconds each: it pages when trouble has filled enough of them. */
async function bucketsUntil(atMs: number, clickhouse: ClickHouse): Promise<string> {
  const to = Math.floor(atMs / 10_000) * 10 + 10;
  const range = { from: to - 120, to, step: 10 };
  const rows = await alertSeries(clickhouse, { codes: ['internal_error'], ...range });
  return rows.map(({ requests, errors }) => `${errors}/${requests}`).join(' ');
}

async function seen(type: string, since: number): Promise<string> {
  while (!received.has(type) && Date.now() - since < GIVE_UP_S * 1000) await pause(50);
  const at = received.get(type);
  return at === undefined ? `never (${GIVE_UP_S})` : ((at - since) / 1000).toFixed(1);
}
