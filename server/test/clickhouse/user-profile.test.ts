import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type ClickHouseServer,
  freePort,
  startClickHouse,
} from '../../../testkit/engines/clickhouse-server.ts';
import { deliver, requestCounts } from '../../../testkit/engines/store-delivery.ts';
import { type OpenedStore, openClickHouse } from '../../src/clickhouse/client.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';

const USERS = '<cut><password/><profile>cutting</profile><quota>default</quota></cut>';
const number = z.object({ number: z.number() });

const directory = mkdtempSync(join(tmpdir(), 'desk-profile-'));
let server: ClickHouseServer;
let prepared: OpenedStore;
let cut: OpenedStore;

beforeAll(async () => {
  server = await startClickHouse(join(directory, 'server'), await freePort(), USERS);
  prepared = await openClickHouse({ url: server.url, path: '' });
  await migrate(prepared, 30);
  cut = await openClickHouse({ url: server.url.replace('//', '//cut@'), path: '' });
}, 60_000);

afterAll(async () => {
  await cut.close();
  await prepared.close();
  await server.kill();
  rmSync(directory, { recursive: true });
});

const tenThousand = 'SELECT number FROM numbers(10000) SETTINGS max_block_size = 10';

it('gets a refusal in place of the part of an answer that the profile lets through', async () => {
  await expect(cut.query(tenThousand, {}, number)).rejects.toThrow(/[Ll]imit for rows/);
});

it('gets all rows where the profile would stop after one', async () => {
  const few = 'SELECT number FROM numbers(3) SETTINGS max_rows_to_read = 0';
  expect(await cut.query(few, {}, number)).toHaveLength(3);
});

it('asks again in place of keeping an answer that was empty', async () => {
  await prepared.command('CREATE TABLE later (number UInt8) ENGINE = Memory');
  const ask = () => cut.query('SELECT number FROM later', {}, number);
  expect(await ask()).toEqual([]);
  await prepared.command('INSERT INTO later VALUES (7)');
  expect(await ask()).toEqual([{ number: 7 }]);
});

it('delivers whole segments, or is told that it has not', async () => {
  const segment = { directory, range: { from: 1, to: 9 }, receivedMs: Date.now() };
  await expect(deliver(cut, segment)).rejects.toThrow(/[Ll]imit for rows/);
  await deliver(prepared, segment);
  expect(await requestCounts(prepared)).toEqual([8, 8, 8]);
});
