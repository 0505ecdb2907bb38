/**
 * Runs deploy/collector/collector.yaml in a real collector between senders and a desk, and says what came
 * through: `node bench/collector-roundtrip.ts --help`. Exits 1 when something is not as it should be.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ATTR, REQUEST_EVENT } from '@request-desk/shared/attributes';
import { mintedIngestToken } from '@request-desk/shared/ingest-token-api';
import { supportClient } from '../testkit/clients/support-client.ts';
import { type DeskProcess, startDesk } from '../testkit/desks/desk-process.ts';
import { freePort } from '../testkit/engines/clickhouse-server.ts';
import { mintRequestId } from '../testkit/lookup/mint-request-id.ts';
import { logsBody, tracesBody } from '../testkit/otlp/otlp-bodies.ts';
import { poll } from '../testkit/poll.ts';
import { buildCollector } from './collector/build.ts';
import { type Collector, startCollector } from './collector/collector.ts';

const HELP = `node bench/collector-roundtrip.ts [--collector FILE] [--requests N]

  --collector FILE  an OpenTelemetry Collector of the contrib distribution; without it one is built from
                    deploy/collector/manifest.yaml by Go (minutes), and without Go nothing is run
  --requests N      calls of the API that are sent, a third of them failed (default 150)`;

const { values } = parseArgs({
  options: {
    collector: { type: 'string' },
    requests: { type: 'string', default: '150' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit();
}
const binary = values.collector ?? buildCollector();
if (binary === undefined) {
  console.log('skipped: there is neither --collector nor Go (1.24 or later) to build one with');
  process.exit();
}

const API_TOKEN = 'a'.repeat(40);
const SERVICES_TOKEN = 's'.repeat(40);
/** Beyond the sampler's decision, and the sender's pause after a desk that was away. */
const SETTLED = { timeoutMs: 60_000, everyMs: 500 };
const root = mkdtempSync(join(tmpdir(), 'desk-collector-'));
const faults: string[] = [];
const ports = { OTLP_PORT: await freePort(), CONSOLE_PORT: await freePort() };
let desk = await openDesk();
let collector: Collector | undefined;

try {
  const relay = await relayToken();
  const start = () =>
    startCollector(binary, {
      INGEST_API_TOKEN: API_TOKEN,
      SERVICES_TOKEN,
      RELAY_TOKEN: relay,
      REQUEST_DESK_OTLP_URL: `http://127.0.0.1:${ports.OTLP_PORT}`,
      QUEUE_DIRECTORY: join(root, 'queue'),
      SAMPLED_PERCENT: '10',
    });
  collector = await start();
  await tokens(collector);
  await traces(collector);
  await forged(collector);
  collector = await restarts(collector, start);
} finally {
  await collector?.kill();
  await desk.stop();
  rmSync(root, { recursive: true, force: true });
}
console.log(faults.length === 0 ? 'everything as it should be' : faults.join('\n'));
process.exitCode = faults.length === 0 ? 0 : 1;

function openDesk(): Promise<DeskProcess> {
  const env = { ...ports, INGEST_API_TOKEN: API_TOKEN, INGEST_TOKEN: 'i'.repeat(40) };
  const texts = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, `${value}`]));
  return startDesk({ dataDir: join(root, 'desk'), env: texts });
}

async function relayToken(): Promise<string> {
  const response = await fetch(`${desk.consoleUrl}/support/v1/ingest-tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${desk.staffToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'gateway', kind: 'relay' }),
  });
  return mintedIngestToken.parse(await response.json()).secret;
}

function check(what: string, holds: boolean, seen: unknown): void {
  console.log(`${holds ? 'ok   ' : 'FAULT'}  ${what}: ${seen}`);
  if (!holds) faults.push(`${what}: ${seen}`);
}

async function post(url: string, token: string, body: Uint8Array): Promise<number> {
  const headers = { 'content-type': 'application/x-protobuf', authorization: `Bearer ${token}` };
  const response = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
  await response.arrayBuffer();
  return response.status;
}

async function tokens({ api, services }: Collector): Promise<void> {
  const body = logsBody([{ body: 'x' }]);
  const wrong = await Promise.all([
    post(`${api}/v1/logs`, SERVICES_TOKEN, body),
    post(`${services}/v1/logs`, API_TOKEN, body),
    post(`${services}/v1/logs`, '', body),
  ]);
  check(
    'a wrong token is refused',
    wrong.every((status) => status === 401),
    wrong,
  );
}

/** A call of the API with its span, and one of a service that it called, which saw nothing wrong. */
async function call(to: Collector, failed: boolean): Promise<string> {
  const { requestId, traceId } = mintRequestId();
  await post(`${to.api}/v1/logs`, API_TOKEN, eventOf(requestId, traceId, failed ? 500n : 200n));
  const status = { [ATTR.status]: failed ? 500n : 200n };
  const server = { traceId, spanId: '1'.repeat(16), name: 'GET /meetings', attributes: status };
  await post(`${to.api}/v1/traces`, API_TOKEN, tracesBody([server], 'meetso-api'));
  const called = { traceId, spanId: '2'.repeat(16), name: 'charge' };
  await post(`${to.services}/v1/traces`, SERVICES_TOKEN, tracesBody([called]));
  return requestId;
}

function eventOf(requestId: string, traceId: string, status: bigint): Uint8Array {
  const attributes = {
    [ATTR.requestId]: requestId,
    [ATTR.method]: 'GET',
    [ATTR.path]: '/meetings',
    [ATTR.route]: '/meetings',
    [ATTR.status]: status,
    [ATTR.orgId]: 'org_1',
    ...(status < 400n ? {} : { [ATTR.errorCode]: 'internal_error', [ATTR.cause]: 'exception' }),
  };
  return logsBody([{ traceId, eventName: REQUEST_EVENT, attributes }], 'meetso-api');
}

/** Services of which spans of the request came, each with who sent it. */
async function sendersOf(id: string): Promise<readonly string[] | undefined> {
  const answer = await supportClient(desk).request(id);
  return answer.found
    ? answer.spans.map(({ service, sender }) => `${service} by ${sender}`)
    : undefined;
}

async function traces(to: Collector): Promise<void> {
  const count = Number(values.requests);
  const failed: string[] = [];
  const others: string[] = [];
  for (let n = 0; n < count; n++) (n % 3 === 0 ? failed : others).push(await call(to, n % 3 === 0));
  const whole = await poll(
    'the traces of failed calls',
    async () => {
      const all = await Promise.all(failed.map(sendersOf));
      return all.every((spans) => spans?.length === 2) ? all : undefined;
    },
    SETTLED,
  ).catch(() => Promise.all(failed.map(sendersOf)));
  const complete = whole.filter((spans) => spans?.length === 2).length;
  check(
    'traces of failed calls are whole',
    complete === failed.length,
    `${complete} of ${failed.length}`,
  );
  const names = [...new Set(whole.flatMap((spans) => spans ?? []))].sort();
  const expected = names.length === 2 && names[0] === 'billing by billing via gateway';
  check('each span says who sent it', expected, names.join(', '));
  const rest = await Promise.all(others.map(sendersOf));
  const found = rest.filter((spans) => spans && spans.length > 0).length;
  check('the API’s own spans all come', found === others.length, `${found} of ${others.length}`);
  const sampled = rest.filter((spans) => spans?.length === 2).length;
  const fits = sampled < others.length * 0.3;
  check('of the others a sample is kept', fits, `${sampled} of ${others.length}`);
}

async function forged(to: Collector): Promise<void> {
  const { requestId, traceId } = mintRequestId();
  const status = await post(
    `${to.services}/v1/logs`,
    SERVICES_TOKEN,
    eventOf(requestId, traceId, 500n),
  );
  await pause(5_000);
  const answer = await supportClient(desk).request(requestId);
  check('an event under the API’s name is dropped', !answer.found && status === 200, status);
}

/** The desk away, the collector killed: nothing that it took is lost. */
async function restarts(to: Collector, start: () => Promise<Collector>): Promise<Collector> {
  await desk.stop();
  const ids: string[] = [];
  for (let n = 0; n < 50; n++) ids.push(await call(to, true));
  await pause(1_000);
  await to.kill();
  const next = await start();
  desk = await openDesk();
  const client = supportClient(desk);
  const missing = async () => {
    const all = await Promise.all(ids.map((id) => client.request(id)));
    return all.filter((answer) => !answer.found).length;
  };
  await poll(
    'what waited',
    async () => ((await missing()) === 0 ? true : undefined),
    SETTLED,
  ).catch(() => undefined);
  const lost = await missing();
  check(
    'what waited on disk comes after a kill',
    lost === 0,
    `${ids.length - lost} of ${ids.length}`,
  );
  return next;
}
