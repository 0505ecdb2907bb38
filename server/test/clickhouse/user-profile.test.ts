import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { lookupOver } from '../../../testkit/desks/store-lookup.ts';
import { watermarkOf } from '../../../testkit/desks/watermark-of.ts';
import {
  type ClickHouseServer,
  freePort,
  startClickHouse,
} from '../../../testkit/engines/clickhouse-server.ts';
import { deliver, requestCounts } from '../../../testkit/engines/store-delivery.ts';
import { type OpenedStore, openClickHouse } from '../../src/clickhouse/client.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';
import { logRefusals } from '../../src/clickhouse/store-away.ts';
import type { Staff } from '../../src/console/staff.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { deskStatusOf } from '../../src/explore/status.ts';

const USERS = '<cut><password/><profile>cutting</profile><quota>default</quota></cut>';
const number = z.object({ number: z.number() });

const directory = mkdtempSync(join(tmpdir(), 'desk-profile-'));
let server: ClickHouseServer;
let prepared: OpenedStore;
let cut: OpenedStore;
let database: Database;

beforeAll(async () => {
  server = await startClickHouse(join(directory, 'server'), await freePort(), USERS);
  prepared = await openClickHouse({ url: server.url, path: '' });
  await migrate(prepared, 30);
  cut = await openClickHouse({ url: server.url.replace('//', '//cut@'), path: '' });
  database = await openDatabase({ url: undefined, path: join(directory, 'postgres') });
}, 60_000);

afterAll(async () => {
  await cut.close();
  await prepared.close();
  await database.close();
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

describe('who asks a store that refuses', () => {
  it('about an id hears that it may exist', async () => {
    const lookup = lookupOver(cut, database);
    const said = await lookup.dossier('req_0000000000000003');
    expect(said).toMatchObject({ found: false, reason: 'store_unavailable', retry_after_s: 5 });
    expect(said.found || said.explanation).toMatch(/refuses .*error 158.* It may exist/);
    const many = Array.from({ length: 12 }, (_, n) => `req_${`${n + 1}`.padStart(16, '0')}`);
    const { items } = await lookup.lookups(many.join(' '));
    expect(items).toHaveLength(12);
    for (const item of items) expect(item).toMatchObject({ reason: 'store_unavailable' });
    await lookup.close();
  });

  it('how things are hears that, and the log says why', async () => {
    const watermark = watermarkOf(cut);
    const status = {
      clickhouse: cut,
      watermark,
      pipeline: () => undefined,
      now: Date.now,
      version: '0',
      sentryConfigured: false,
      publicApiUrl: () => 'http://api',
    };
    const lines: string[] = [];
    logRefusals(cut, pino({}, { write: (line) => lines.push(line) }), () => 0);
    const said = await deskStatusOf(status, { id: 'ada', role: 'support' } as Staff);
    expect(said.pipeline.store).toBe('unavailable');
    expect(watermark.latest?.state).toBe('unavailable');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/refuses a statement/);
  });
});
