import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type LookupDesk, openLookupDesk } from '../../../testkit/desks/lookup-desk.ts';
import {
  type ClickHouseServer,
  freePort,
  startClickHouse,
} from '../../../testkit/engines/clickhouse-server.ts';
import { poll } from '../../../testkit/poll.ts';
import { type OpenedStore, openClickHouse } from '../../src/clickhouse/client.ts';
import { type CopyProgress, TelemetryCopy } from '../../src/clickhouse/move/copy-telemetry.ts';
import { movedTables } from '../../src/clickhouse/move/moved-tables.ts';
import {
  completeTarget,
  prepareTarget,
  TargetInUse,
} from '../../src/clickhouse/move/target-schema.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';
import { storeId } from '../../src/clickhouse/schema/store-mark.ts';
import { refreshStats } from '../../src/clickhouse/stats.ts';

const HOUR_MS = 3_600_000;
const directory = mkdtempSync(join(tmpdir(), 'desk-copy-'));
let desk: LookupDesk;
let server: ClickHouseServer;
let target: OpenedStore;
const ids: string[] = [];

beforeAll(async () => {
  desk = await openLookupDesk();
  server = await startClickHouse(join(directory, 'server'), await freePort());
  target = await openClickHouse({ url: server.url, path: '' });
  await write(300);
  await refreshStats(desk.clickhouse, Date.now());
}, 120_000);

afterAll(async () => {
  await target.close();
  await server.kill();
  await desk.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Requests over ten days, with spans, log records, counts and traces of clients. */
async function write(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const failed = { status: 404, code: 'not_found', cause: 'absent', orgId: 'org_a' } as const;
    const clientTraceId = n.toString(16).padStart(32, 'a');
    ids.push(
      desk.write(Date.now() - ((n * 47) % 240) * HOUR_MS - n * 1_000, { ...failed, clientTraceId }),
    );
  }
  await desk.settle();
}

const copying = () =>
  new TelemetryCopy({ source: desk.clickhouse, target, directory: join(directory, 'files') });

async function pass(copy: TelemetryCopy, most = Infinity): Promise<CopyProgress[]> {
  const stop = new AbortController();
  const steps: CopyProgress[] = [];
  for await (const step of copy.pass(stop.signal)) {
    steps.push(step);
    if (steps.length >= most) stop.abort();
  }
  return steps;
}

const row = z.object({ rows: z.number(), sum: z.string() });

/** Passes until the source, whose counts are made again in the background, is as it was meanwhile. */
async function equal(copy: TelemetryCopy) {
  return await poll('equal stores', async () => {
    const before = await contents(desk.clickhouse);
    const steps = await pass(copy);
    const [source, copied] = [await contents(desk.clickhouse), await contents(target)];
    if (JSON.stringify(before) !== JSON.stringify(source)) return undefined;
    expect(copied).toEqual(source);
    return { source, steps };
  });
}

/** Every row of every table, deduplicated, as one number each. */
async function contents(store: OpenedStore | LookupDesk['clickhouse']) {
  const found: Record<string, unknown> = {};
  for (const { name, columns } of await movedTables(desk.clickhouse)) {
    const sql = `SELECT count() AS rows, toString(sum(cityHash64(${columns.join(', ')}))) AS sum FROM ${name} FINAL`;
    [found[name]] = await store.query(sql, {}, row);
  }
  return found;
}

it('goes on after a stop half way, and makes all rows and rollups equal', async () => {
  await prepareTarget(target);
  const half = await pass(copying(), 9);
  expect(half).toHaveLength(9);
  expect(await contents(target)).not.toEqual(await contents(desk.clickhouse));
  // Another process, which knows nothing of the one before.
  await prepareTarget(target);
  const copy = copying();
  const { source, steps: rest } = await equal(copy);
  expect(Object.values(source).filter((one) => row.parse(one).rows > 0).length).toBeGreaterThan(9);
  expect(rest.at(-1)?.checked).toBe(rest.at(-1)?.total);
  // What was there by then was not copied again.
  expect(rest.at(-1)?.copied).toBeLessThan(rest.at(-1)?.total ?? 0);
}, 120_000);

it('brings what came since, and takes away what the source has no more', async () => {
  const copy = copying();
  await pass(copy);
  await write(20);
  await target.command(
    `INSERT INTO api_requests (Timestamp, RequestId) VALUES (now64(9), 'req_of_nobody'),
       ('2001-02-03 04:05:06', 'req_of_old')`,
  );
  await equal(copying());
}, 120_000);

it('becomes the same store, which a desk takes up, and which nothing is copied into', async () => {
  const id = await storeId(desk.clickhouse);
  const before = await contents(target);
  await completeTarget(target, 30, id ?? '');
  expect(await migrate(target, 30)).toBe(id);
  expect(await contents(target)).toEqual(before);
  const times =
    'SELECT count() AS rows, toString(sum(cityHash64(*))) AS sum FROM otel_traces_trace_id_ts';
  const [mine] = await desk.clickhouse.query(times, {}, row);
  expect(mine?.rows).toBeGreaterThan(300);
  expect(await target.query(times, {}, row)).toEqual([mine]);
  await expect(prepareTarget(target)).rejects.toThrow(TargetInUse);
}, 60_000);
