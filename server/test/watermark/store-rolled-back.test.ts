import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ATTR, WATERMARK_EVENT } from '@request-desk/shared/attributes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LookupDesk, openLookupDesk } from '../../../testkit/desks/lookup-desk.ts';
import { watermarkOf } from '../../../testkit/desks/watermark-of.ts';
import { freePort, startClickHouse } from '../../../testkit/engines/clickhouse-server.ts';
import { countingStore } from '../../../testkit/engines/counting-store.ts';
import { type ClickHouse, openClickHouse } from '../../src/clickhouse/client.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';

let desk: LookupDesk;
beforeAll(async () => {
  desk = await openLookupDesk();
});
afterAll(() => desk.close());

const start = () => watermarkOf(desk.clickhouse, desk.producers);

async function heard(
  number: string,
  store: ClickHouse = desk.clickhouse,
  producer = 'prd_a',
): Promise<void> {
  const attributes = {
    [ATTR.producerId]: producer,
    [ATTR.producerEpoch]: '1',
    [ATTR.watermarkNumber]: number,
    [ATTR.watermarkAt]: String(Date.now()),
    [ATTR.watermarkFailed]: '0',
    [ATTR.watermarkSucceeded]: '0',
    [ATTR.watermarkClock]: 'reference',
    [ATTR.watermarkState]: 'running',
    [ATTR.watermarkRoles]: 'api',
  };
  await store.command(
    `INSERT INTO otel_logs (Timestamp, EventName, LogAttributes)
     VALUES (fromUnixTimestamp64Milli({at: Int64}), {event: String}, {attributes: Map(String, String)})`,
    { event: WATERMARK_EVENT, attributes, at: Number(attributes[ATTR.watermarkAt]) },
  );
}

it('takes a store that lacks what was seen in it for another one', async () => {
  await desk.producers.register('prd_a', ['api'], 'api-1', 1);
  const first = start();
  const { storeId } = await first.look();
  await heard('1');
  await first.look();
  await first.stop();
  const [saved] = (await desk.producers.all()).producers;
  expect(saved).toMatchObject({ storeId, verifiedEpoch: 1, verifiedAtMs: expect.any(Number) });
  expect(await start().look()).toMatchObject({ storeId, replacedAt: undefined });

  // As a backup from before has it, in which the producer went on.
  await desk.clickhouse.command('TRUNCATE TABLE otel_logs');
  await heard('2');
  const looks = await Promise.all([start().look(), start().look()]);
  for (const look of looks)
    expect(look).toMatchObject({ state: 'incomplete', replacedAt: expect.any(Number) });
  const ids = new Set(looks.map((look) => look.storeId));
  expect(ids.size).toBe(1);
  expect(ids).not.toContain(storeId);

  await desk.producers.acceptStore([...ids].join(), 'a', 'it was restored');
  const last = start();
  const after = await last.look();
  expect(after.replacedAt).toBeUndefined();
  expect(after.limits).toEqual([expect.stringContaining('The telemetry store was replaced at')]);
  await last.stop();
  expect((await start().look()).storeId).toBe(after.storeId);
});

it('proves nothing by a server that lacks what was seen in it a moment ago', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'desk-rolled-back-'));
  const server = await startClickHouse(directory, await freePort());
  const store = await openClickHouse({ url: server.url, path: '' });
  await migrate(store, 30);
  await desk.producers.register('prd_b', ['api'], 'api-2', 1);
  const { store: counted, asked } = countingStore(store, 'AS received_to');
  const watermark = watermarkOf(counted, desk.producers);
  await watermark.look();
  await heard('1', store, 'prd_b');
  const found = await watermark.look();
  // Who asks while a check runs shares the next one.
  const all = Array.from({ length: 20 }, () => watermark.isSameStore(found));
  expect(new Set(await Promise.all(all))).toEqual(new Set([true]));
  expect(asked()).toBeGreaterThan(0);
  expect(asked()).toBeLessThanOrEqual(2);

  // As a backup from before has it; nobody has saved what was seen since.
  await store.command('TRUNCATE TABLE otel_logs');
  expect(await watermark.isSameStore(found)).toBe(false);
  const next = await watermark.look();
  expect(next).toMatchObject({ state: 'incomplete', replacedAt: expect.any(Number) });
  expect(next.storeId).not.toBe(found.storeId);
  expect(await watermark.isSameStore(next)).toBe(true);
  expect((await watermark.look()).storeId).toBe(next.storeId);
  await watermark.stop();
  await store.close();
  await server.kill();
  rmSync(directory, { recursive: true });
}, 60_000);
