import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { type ClickHouse, openClickHouse } from '../../server/src/clickhouse/client.ts';
import { type Rollups, startRollups } from '../../server/src/clickhouse/rollups.ts';
import { migrate } from '../../server/src/clickhouse/schema/migrate.ts';
import type { Database } from '../../server/src/database/database.ts';
import { openDatabase } from '../../server/src/database/open-database.ts';

/** Both stores, and a clock that the test sets. */
export interface AlertsDesk {
  readonly clickhouse: ClickHouse;
  readonly database: Database;
  readonly rollups: Rollups;
  readonly log: pino.Logger;
  /** Seconds. */
  nowS: number;
  /** By how many seconds the clock was set, and not just went on. */
  steppedS: number;
  readonly steadyMs: () => number;
  readonly now: () => number;
  close(): Promise<void>;
}

export async function openAlertsDesk(nowS: number): Promise<AlertsDesk> {
  const directory = mkdtempSync(join(tmpdir(), 'desk-alerts-'));
  const clickhouse = await openClickHouse({ path: join(directory, 'clickhouse') });
  await migrate(clickhouse, 3650);
  const database = await openDatabase({ path: join(directory, 'postgres') });
  const log = pino({ level: 'silent' });
  const rollups = await startRollups(clickhouse, { now: Date.now, intervalMs: 3_600_000, log });
  const desk: AlertsDesk = {
    clickhouse,
    database,
    rollups,
    log,
    nowS,
    steppedS: 0,
    now: () => desk.nowS * 1000,
    steadyMs: () => (desk.nowS - desk.steppedS) * 1000,
    async close() {
      await rollups.stop();
      await clickhouse.close();
      await database.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  return desk;
}

/** Requests of one kind, spread evenly over a stretch of seconds. */
export interface BucketTraffic {
  readonly fromS: number;
  readonly toS: number;
  readonly count: number;
  readonly code?: string;
  readonly cause?: string;
  readonly route?: string;
  /** Organisations take turns. */
  readonly orgs?: readonly string[];
  readonly release?: string;
}

let serial = 0;

/** Stores requests as the pipeline would, by event. */
export async function send(clickhouse: ClickHouse, traffic: BucketTraffic): Promise<void> {
  serial += 1_000_000;
  const { fromS, toS, count, code = '', cause = '', release = '1.0.0' } = traffic;
  const { route = '/public/v1/meetings', orgs = ['org_a', 'org_b', 'org_c', 'org_d'] } = traffic;
  const status = code === 'internal_error' ? 500 : code === 'rate_limited' ? 429 : 200;
  await clickhouse.command(
    `INSERT INTO otel_logs
       (Timestamp, TraceId, ServiceName, EventName, ResourceAttributes, LogAttributes)
     WITH lower(leftPad(hex({serial: UInt64} + number), 16, '0')) AS id
     SELECT
       fromUnixTimestamp64Milli(toInt64({from: Int64} + number * ({to: Int64} - {from: Int64}) / {count: UInt32})),
       concat(id, id), 'meetso-api', 'request_desk.request', map('service.version', {release: String}),
       map('request_desk.request.id', concat('req_', id), 'request_desk.error.code', {code: String},
         'request_desk.error.cause', {cause: String}, 'http.response.status_code', {status: String},
         'http.request.method', 'GET', 'http.route', {route: String},
         'request_desk.org.id', {orgs: Array(String)}[number % length({orgs: Array(String)}) + 1])
     FROM numbers({count: UInt32})`,
    {
      serial,
      count,
      code,
      cause,
      route,
      release,
      orgs: [...orgs],
      status: String(status),
      from: Math.round(fromS * 1000),
      to: Math.round(toS * 1000),
    },
  );
}

/** Heartbeats of one process at each of these seconds. */
export async function beat(
  clickhouse: ClickHouse,
  instance: string,
  atS: readonly number[],
  release = '1.0.0',
): Promise<void> {
  if (atS.length === 0) return;
  await clickhouse.command(
    `INSERT INTO otel_logs (Timestamp, TraceId, ServiceName, EventName, ResourceAttributes, LogAttributes)
     SELECT fromUnixTimestamp64Milli(toInt64(at * 1000)), '', 'meetso-api', 'request_desk.heartbeat',
       map('service.instance.id', {instance: String}, 'service.version', {release: String}), map('n', toString(at))
     FROM (SELECT arrayJoin({at: Array(Float64)}) AS at)`,
    { instance, release, at: [...atS] },
  );
}

/** What a receiver got. */
interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** What is answered to the next requests, one after another; then 200. Status 0: nothing, ever. */
  readonly answers: { status: number; headers?: Record<string, string> }[];
  close(): Promise<void>;
}

/** A local HTTP receiver that misbehaves at will. */
export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const answers: Receiver['answers'] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    received.push({ path: request.url ?? '', headers: request.headers, body });
    const { status, headers = {} } = answers.shift() ?? { status: 200 };
    if (status !== 0) response.writeHead(status, headers).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    answers,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
