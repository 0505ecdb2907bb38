import { globSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refused, Unreadable } from '@request-desk/fastify/spool/sink';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { freePort, startClickHouse } from '../../../testkit/engines/clickhouse-server.ts';
import { deliver, requestCounts } from '../../../testkit/engines/store-delivery.ts';
import { openClickHouse } from '../../src/clickhouse/client.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';
import { clickHouseSink } from '../../src/clickhouse/segments/clickhouse-sink.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-schema-copy-'));
afterAll(() => rmSync(directory, { recursive: true }));

it('keeps segments that it cannot insert because a table beside is damaged', async () => {
  const server = await startClickHouse(join(directory, 'damaged'), await freePort());
  const store = await openClickHouse({ url: server.url, path: '' });
  await migrate(store, 30);
  await store.command("INSERT INTO erased_orgs (OrgId, ErasedAt) VALUES ('x', now64(3))");
  const receivedMs = Date.now();
  const path = join(directory, '1-9.seg');
  await deliver(store, { directory, range: { from: 1, to: 9 }, receivedMs });
  const [{ place = '' } = {}] = await store.query(
    "SELECT path AS place FROM system.parts WHERE table = 'erased_orgs' AND active",
    {},
    z.object({ place: z.string() }),
  );
  const file = join(place, 'data.bin');
  const whole = readFileSync(file);
  truncateSync(file, whole.length >> 1);
  const sink = clickHouseSink(store, 30);
  const delivery = { stream: 'errors', path, receivedMs } as const;
  await expect(sink.deliver(delivery)).rejects.toBeInstanceOf(Refused);
  const parts = [delivery, delivery];
  await expect(sink.deliverTogether?.({ stream: 'errors', parts })).rejects.toBeInstanceOf(Refused);
  const broken = join(directory, 'broken.seg');
  writeFileSync(broken, 'no protobuf');
  await expect(sink.deliver({ ...delivery, path: broken })).rejects.toBeInstanceOf(Unreadable);
  writeFileSync(file, whole);
  await sink.deliver(delivery);
  expect((await requestCounts(store))[0]).toBe(8);
  await store.close();
  await server.kill();
}, 60_000);

it('is given the schema of segments anew where its copy was cut off by a full disk', async () => {
  const [place, port] = [join(directory, 'server'), await freePort()];
  const before = await startClickHouse(place, port);
  const store = await openClickHouse({ url: before.url, path: '' });
  await migrate(store, 30);
  const receivedMs = Date.now();
  await deliver(store, { directory, range: { from: 1, to: 9 }, receivedMs });
  await before.kill();
  const copies = globSync('**/*.proto', { cwd: place });
  expect(copies).toHaveLength(1);
  for (const copy of copies) truncateSync(join(place, copy));
  const after = await startClickHouse(place, port);
  const sink = clickHouseSink(store, 30);
  const again = { stream: 'errors', path: join(directory, '1-9.seg'), receivedMs } as const;
  await store.command('TRUNCATE TABLE otel_logs');
  await expect(sink.deliver(again)).rejects.toBeInstanceOf(Refused);
  await sink.deliver(again);
  expect((await requestCounts(store))[0]).toBe(8);
  await store.close();
  await after.kill();
}, 60_000);
