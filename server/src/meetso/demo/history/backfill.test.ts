import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSpool } from '@request-desk/fastify/spool/open-spool';
import { traceIdOf } from '@request-desk/shared/ids';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type OpenedStore, openClickHouse } from '../../../clickhouse/client.ts';
import { storedMinutes } from '../../../clickhouse/queries/stored-minutes.ts';
import { migrate } from '../../../clickhouse/schema/migrate.ts';
import { clickHouseSink } from '../../../clickhouse/segments/clickhouse-sink.ts';
import { SEED } from '../demo-seed.fixture.ts';
import { backfillHistory } from './backfill.ts';
import type { PastRange } from './unfilled.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-history-'));
let clickhouse: OpenedStore;

beforeAll(async () => {
  clickhouse = await openClickHouse({ path: join(directory, 'clickhouse') });
  await migrate(clickhouse, 30);
});

afterAll(async () => {
  await clickhouse.close();
  rmSync(directory, { recursive: true });
});

const totals = z.object({ requests: z.number(), codes: z.number(), oldest_h: z.number() });
const sample = z.object({ RequestId: z.string(), TraceId: z.string(), spans: z.number() });

describe('history', () => {
  it('comes back as requests of the past, with their traces', async () => {
    const spool = await openSpool({
      path: join(directory, 'spool'),
      sink: clickHouseSink(clickhouse, 30),
      maxBytes: 2 ** 30,
      now: Date.now,
      log: pino({ level: 'silent' }),
    });
    const report = vi.fn();
    const options = {
      days: 2,
      rate: 0.1,
      seed: SEED,
      spool,
      release: '1.0.0',
      minutes: (past: PastRange) => storedMinutes(clickhouse, past),
      now: Date.now,
      random: Math.random,
      report,
      signal: new AbortController().signal,
    };
    const written = await backfillHistory(options);
    expect(report).toHaveBeenLastCalledWith(`History: ${written} requests of 2 days`);
    await vi.waitFor(
      async () => {
        const [row] = await clickhouse.query(
          `SELECT toUInt32(count()) AS requests, toUInt8(uniqExact(Code)) AS codes,
            dateDiff('hour', min(Timestamp), now64()) AS oldest_h FROM api_requests FINAL`,
          {},
          totals,
        );
        expect(row?.requests).toBe(written);
        expect(row?.codes).toBeGreaterThanOrEqual(7);
        expect(row?.oldest_h).toBeGreaterThanOrEqual(46);
      },
      { timeout: 30_000, interval: 200 },
    );
    const [refused] = await clickhouse.query(
      `SELECT RequestId, TraceId, toUInt32((SELECT count() FROM otel_traces FINAL
          WHERE TraceId = (SELECT TraceId FROM api_requests WHERE Code = 'scope_missing'
            ORDER BY Timestamp LIMIT 1))) AS spans
        FROM api_requests WHERE Code = 'scope_missing' ORDER BY Timestamp LIMIT 1`,
      {},
      sample,
    );
    expect(refused?.TraceId).toBe(traceIdOf(refused?.RequestId ?? ''));
    expect(refused?.spans).toBe(3);
    // A demo that is started again fills in nothing twice, and nothing that was not there for a moment.
    expect(await backfillHistory(options)).toBe(0);
    expect(report).toHaveBeenLastCalledWith('History: 2 days are there already');
    // But what is before, and what was not there for long.
    const later = Date.now() + 3 * 3_600_000;
    const more = await backfillHistory({ ...options, days: 3, now: () => later });
    expect(more).toBeGreaterThan(0);
    expect(report).toHaveBeenLastCalledWith(`History: ${more} requests of 3 days`);
    await spool.close();
  });
});
