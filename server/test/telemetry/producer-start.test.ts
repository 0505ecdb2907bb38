import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RegistrationRefused } from '@request-desk/fastify/producer/registry';
import { sql } from 'drizzle-orm';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { parseArguments } from '../../src/arguments.ts';
import { openClickHouse } from '../../src/clickhouse/client.ts';
import { loadConfig } from '../../src/config.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { Producers } from '../../src/database/producers.ts';
import { startDesk } from '../../src/desk.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-registered-'));
afterAll(() => rmSync(directory, { recursive: true }));

const PORT = '0';
const printed: string[] = [];
const start = () =>
  startDesk({
    config: loadConfig({
      DATA_DIR: directory,
      LOG_LEVEL: 'silent',
      API_PORT: PORT,
      OTLP_PORT: PORT,
      CONSOLE_PORT: PORT,
    }),
    args: parseArguments([]),
    version: '0',
    print: (text) => void printed.push(text),
  });

async function inDatabase<T>(work: (database: Awaited<ReturnType<typeof openDatabase>>) => T) {
  const database = await openDatabase({ path: join(directory, 'postgres') });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

it('registers the process with its next epoch at each start', async () => {
  for (const epoch of [1, 2]) {
    const desk = await start();
    await desk.close();
    const { producers } = await inDatabase((database) => new Producers(database).all());
    expect(producers).toMatchObject([{ roles: ['api', 'ingest'], epoch, retiredAt: null }]);
    const identity = readFileSync(join(directory, 'spool/producer'), 'latin1');
    expect(identity.split(' ')[0]).toBe(producers[0]?.id);
  }
}, 120_000);

it('has delivered the last word of each clean shutdown, after all others', async () => {
  const clickhouse = await openClickHouse({ path: join(directory, 'clickhouse') });
  const marks = await clickhouse.query(
    `SELECT LogAttributes['request_desk.producer.epoch'] AS epoch,
       argMax(LogAttributes['request_desk.watermark.state'],
         toUInt32(LogAttributes['request_desk.watermark.number'])) AS last,
       countIf(LogAttributes['request_desk.watermark.state'] = 'ended') AS unclean
     FROM otel_logs WHERE TraceId = '' AND EventName = 'request_desk.watermark'
     GROUP BY epoch ORDER BY epoch`,
    {},
    z.object({ epoch: z.string(), last: z.string(), unclean: z.coerce.number() }),
  );
  await clickhouse.close();
  expect(marks).toEqual([
    { epoch: '1', last: 'drained', unclean: 0 },
    { epoch: '2', last: 'drained', unclean: 0 },
  ]);
}, 60_000);

it('does not listen when the control plane does not take the registration', async () => {
  await inDatabase(({ orm }) => orm.execute(sql`alter table producers rename to elsewhere`));
  printed.length = 0;
  const refused: unknown = await start().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(RegistrationRefused);
  expect(String(refused)).toContain('does not take the registration of this process');
  expect(printed.join()).not.toContain('Ready.');
  expect(existsSync(join(directory, 'spool/producer'))).toBe(true);
}, 120_000);
