import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { OpenedStore } from '../../server/src/clickhouse/client.ts';
import { startDesk } from '../../testkit/desks/desk-process.ts';
import { mintKey } from '../../testkit/desks/mint-key.ts';
import type { ClickHouseServer } from '../../testkit/engines/clickhouse-server.ts';
import type { PostgresServer } from '../../testkit/engines/postgres-server.ts';
import { poll } from '../../testkit/poll.ts';
import { usageOf } from '../collector/usage.ts';
import { SteadyCalls } from '../rolling/steady-calls.ts';

/** Compiled code, caches and connections are there by then. */
const WARM_MS = 8_000;
const MANY = { RATE_LIMIT_BURST: '100000', RATE_LIMIT_PER_MINUTE: '10000000' };
/** One call in so many names a meeting that there is not. */
const ONE_FAILS_IN = 10;

export interface CallCosts {
  readonly answered: number;
  /** Of those: refused, because the machine was slower than the calls that came. */
  readonly overloaded: number;
  readonly apiUs: number;
  readonly storeUs: number;
  readonly events: number;
  readonly spans: number;
  readonly logs: number;
}

const counted = z.object({ events: z.number(), logs: z.number(), spans: z.number() });

/** CPU that an API process and the store spend on real calls, one in ten of which fails. */
export async function callCosts(
  {
    server,
    postgres,
    store,
  }: { server: ClickHouseServer; postgres: PostgresServer; store: OpenedStore },
  rate: number,
  seconds: number,
): Promise<CallCosts> {
  const place = new URL(server.url);
  place.pathname = `/${store.database}`;
  const env = { ...MANY, ROLES: 'api', CLICKHOUSE_URL: place.href, DATABASE_URL: postgres.url() };
  const desk = await startDesk({ env });
  try {
    const secret = await mintKey(postgres.url(), ['meetings:read', 'meetings:write']);
    const list = `${desk.apiUrl}/public/v1/meetings`;
    const during = (ms: number) => callsOf(list, secret, rate, ms);
    await during(WARM_MS);
    await drained(desk.apiUrl);
    const [before, rows] = [usage(desk.pid, server.pid), await rowsOf(store)];
    const { answered, overloaded } = await during(seconds * 1000);
    await drained(desk.apiUrl);
    const [after, all] = [usage(desk.pid, server.pid), await rowsOf(store)];
    return {
      answered,
      overloaded,
      apiUs: (after.api - before.api) / answered,
      storeUs: (after.store - before.store) / answered,
      events: all.events - rows.events,
      spans: all.spans - rows.spans,
      logs: all.logs - rows.logs,
    };
  } finally {
    await desk.stop();
  }
}

async function callsOf(list: string, secret: string, rate: number, ms: number) {
  const failing = rate / ONE_FAILS_IN;
  const calls = [
    new SteadyCalls(list, secret, rate - failing, () => ''),
    new SteadyCalls(`${list}/mtg_00000000000000000000`, secret, failing, () => ''),
  ] as const;
  await pause(ms);
  await Promise.all(calls.map((one) => one.stop()));
  const [good, bad] = calls;
  return {
    answered: good.tally.answered + good.tally.failed + bad.tally.failed,
    overloaded: good.tally.overloaded,
  };
}

const usage = (api: number, store: number) => ({
  api: usageOf(api).cpuUs,
  store: usageOf(store).cpuUs,
});

const readiness = z.looseObject({ telemetry: z.looseObject({ backlog_bytes: z.number() }) });

async function drained(url: string): Promise<void> {
  // Successes are written every five seconds.
  await pause(6_000);
  await poll(
    'delivery',
    async () =>
      readiness.parse(await (await fetch(`${url}/readyz`)).json()).telemetry.backlog_bytes === 0 ||
      undefined,
    { everyMs: 200, timeoutMs: 60_000 },
  );
}

async function rowsOf(store: OpenedStore) {
  const [row] = await store.query(
    `SELECT (SELECT count() FROM api_requests FINAL) AS events,
       (SELECT count() FROM otel_logs FINAL) - events AS logs,
       (SELECT count() FROM otel_traces FINAL) AS spans`,
    {},
    counted,
  );
  if (row === undefined) throw new Error('the store has no answer');
  return row;
}
