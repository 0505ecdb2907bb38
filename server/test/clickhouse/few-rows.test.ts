import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type ClickHouseServer,
  freePort,
  startClickHouse,
} from '../../../testkit/engines/clickhouse-server.ts';
import { countingStore } from '../../../testkit/engines/counting-store.ts';
import { type OpenedStore, openClickHouse } from '../../src/clickhouse/client.ts';
import { recordsOfTrace } from '../../src/clickhouse/queries/lookup-logs.ts';
import { spansOfTrace } from '../../src/clickhouse/queries/lookup-spans.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';
import { StoreRefused } from '../../src/clickhouse/store-fault.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-few-'));
const DAYS = { from: '2026-11-01', to: '2026-11-03' };
let server: ClickHouseServer | undefined;
const STORES = {
  embedded: () => openClickHouse({ path: join(directory, 'clickhouse') }),
  'by URL': async () => {
    server = await startClickHouse(join(directory, 'server'), await freePort());
    return await openClickHouse({ url: `${server.url}/few`, path: '' });
  },
};
let store: OpenedStore;

afterAll(async () => {
  await server?.kill();
  rmSync(directory, { recursive: true });
});

interface Written {
  readonly trace: string;
  readonly rows: number;
  /** Bytes of one attribute, of every name and of every body. */
  readonly bytes?: number;
  readonly name?: number;
}

/** Spans and records of three senders, ours among them, some of them stored twice. */
async function write({ trace, rows, bytes = 10, name = 10 }: Written): Promise<void> {
  const at = "toDateTime64('2026-11-02 10:00:00.123456789', 9)";
  const when = `${at} + toIntervalMicrosecond(number % 7)`;
  const who = "['', 'mallory', 'api'][number % 3 + 1], number % 3 = 2";
  for (const _ of [1, 2])
    await store.command(
      `INSERT INTO otel_traces (Timestamp, TraceId, SpanId, ParentSpanId, SpanName, SpanKind, ServiceName,
         Duration, StatusCode, StatusMessage, SpanAttributes, Sender, Own, Events.Timestamp, Events.Name,
         Events.Attributes, Links.TraceId, Links.SpanId, Links.TraceState, Links.Attributes)
       SELECT ${when}, {trace: String}, hex(number), hex(number + 1), repeat('n', {name: UInt32}), 'Server',
         'svc', number * 1001, 'Error', concat('m"\\\\\\n', toString(number)), map('a', repeat('x', {bytes: UInt32})),
         ${who}, [${at}, ${at} + 1], ['e', ''], [map('k', 'v'), map()], ['t'], ['s'], [''], [map('l', 'w')]
       FROM numbers({rows: UInt32})`,
      { trace, rows, bytes, name },
    );
  for (const _ of [1, 2])
    await store.command(
      `INSERT INTO otel_logs (Timestamp, TraceId, SpanId, SeverityText, ServiceName, Body, LogAttributes,
         ResourceAttributes, EventName, Sender, Own)
       SELECT ${when}, {trace: String}, hex(number), 'WARN', 'svc', repeat('b', {name: UInt32}),
         map('a', repeat('x', {bytes: UInt32}), 'n', toString(number)), map('service.version', '1.2'),
         if(number % 5 = 4, 'request_desk.request', ''), ${who}
       FROM numbers({rows: UInt32})`,
      { trace, rows, bytes, name },
    );
}

/** A limit under which rows are always shared out, and one under which few are simply read. */
const SHARED = 99;
const MANY = 10_000;

describe.each(Object.entries(STORES))('%s', (_, open) => {
  beforeAll(async () => {
    store = await open();
    await migrate(store, 400);
  });

  afterAll(() => store.close());

  describe('a trace of few rows', () => {
    it('is one statement each', async () => {
      await write({ trace: 'counted', rows: 3 });
      const { store: counted, asked } = countingStore(store);
      expect(await spansOfTrace(counted, 'counted', DAYS, MANY)).toHaveLength(3);
      expect(await recordsOfTrace(counted, 'counted', DAYS, MANY)).toHaveLength(3);
      expect(asked()).toBe(2);
    });

    it.each([
      ['one', 1],
      ['several', 40],
      ['as many as are few', 99],
    ])('%s: reads the same as when its rows are shared out', async (trace, rows) => {
      await write({ trace, rows });
      const spans = await spansOfTrace(store, trace, DAYS, MANY);
      expect(spans).toHaveLength(rows);
      expect(spans).toEqual(await spansOfTrace(store, trace, DAYS, SHARED));
      const records = await recordsOfTrace(store, trace, DAYS, MANY);
      expect(records).toHaveLength(rows);
      expect(records).toEqual(await recordsOfTrace(store, trace, DAYS, SHARED));
    });

    it('has rows of the given days alone', async () => {
      await write({ trace: 'days', rows: 3 });
      const [before, on] = [
        { from: '2026-11-01', to: '2026-11-01' },
        { from: '2026-11-02', to: '2026-11-02' },
      ];
      expect(await spansOfTrace(store, 'days', before, MANY)).toEqual([]);
      expect(await recordsOfTrace(store, 'days', before, MANY)).toEqual([]);
      expect(await spansOfTrace(store, 'days', on, MANY)).toHaveLength(3);
      expect(await recordsOfTrace(store, 'days', on, MANY)).toHaveLength(3);
    });
  });

  describe('a trace of more than that', () => {
    it('many rows: each is there once, and counted', async () => {
      await write({ trace: 'many', rows: 150 });
      const spans = await spansOfTrace(store, 'many', DAYS, MANY);
      expect(spans).toHaveLength(150);
      expect(spans[0]?.total).toBe(150);
      expect(await recordsOfTrace(store, 'many', DAYS, MANY)).toHaveLength(150);
    });

    it('many bytes: what is beyond them is left out', async () => {
      await write({ trace: 'bytes', rows: 60, bytes: 40_000 });
      const spans = await spansOfTrace(store, 'bytes', DAYS, MANY);
      const cut = spans.filter(({ left_out }) => left_out > 40_000);
      expect(cut.length).toBeGreaterThan(10);
      expect(cut.length).toBeLessThan(40);
      const records = await recordsOfTrace(store, 'bytes', DAYS, MANY);
      expect(records.filter(({ attributes }) => attributes.a === undefined).length).toBe(
        cut.length,
      );
    });

    it('many more bytes than are fetched', async () => {
      for (let times = 0; times < 3; times++)
        await write({ trace: 'most', rows: 20, bytes: 1_000_000 });
      const spans = await spansOfTrace(store, 'most', DAYS, MANY);
      expect(spans.map(({ left_out }) => left_out > 0).filter(Boolean)).toHaveLength(19);
      expect(await recordsOfTrace(store, 'most', DAYS, MANY)).toHaveLength(20);
    });

    it('long texts are cut', async () => {
      await write({ trace: 'texts', rows: 2, name: 20_000 });
      const [span] = await spansOfTrace(store, 'texts', DAYS, MANY);
      expect(span?.name).toHaveLength(4_096);
      const [record] = await recordsOfTrace(store, 'texts', DAYS, MANY);
      expect(record?.body).toHaveLength(16_384);
    });
  });
});

describe('what every SELECT of an embedded store runs with', () => {
  beforeAll(async () => {
    store = await STORES.embedded();
  });

  afterAll(() => store.close());

  const settings = z.object({ zone: z.string(), threads: z.number(), seconds: z.number() });
  const ask = (one: Pick<OpenedStore, 'query'>) =>
    one.query(
      `SELECT timezone() AS zone, toUInt32(getSetting('max_threads')) AS threads,
         toFloat64(getSetting('max_execution_time')) AS seconds`,
      {},
      settings,
    );
  const expected = [{ zone: 'UTC', threads: 1, seconds: 20 }];

  it('holds after refused statements, and after commands with settings of their own', async () => {
    expect(await ask(store)).toEqual(expected);
    for (let n = 0; n < 6; n++) {
      const refused = store.query('SELECT intDiv(1, 0)', {}, z.unknown());
      await expect(refused).rejects.toBeInstanceOf(StoreRefused);
      await store.query('SELECT 1 SETTINGS max_threads = 2', {}, z.unknown());
      await store.command('SELECT 1', {}, { max_threads: 2, max_execution_time: 1 });
    }
    const all = [store, store, store.prompt ?? store, store.bulk ?? store];
    for (const answer of await Promise.all(all.map(ask))) expect(answer).toEqual(expected);
  });
});
