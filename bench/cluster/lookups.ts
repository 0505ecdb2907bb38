import { HOUR_MS } from '@request-desk/shared/durations';
import { z } from 'zod';
import type { ClickHouse, OpenedStore } from '../../server/src/clickhouse/client.ts';
import type { Database } from '../../server/src/database/database.ts';
import { lookupOver } from '../../testkit/desks/store-lookup.ts';
import { HIGH, insertRequests } from '../lookup/data.ts';

const SPAN_MS = 48 * HOUR_MS;
const CHUNK = 50_000;

/** Made-up requests of two days, four spans each, the same in every store. */
export async function fill(store: OpenedStore, total: number, startMs: number): Promise<void> {
  for (let done = 0; done < total; done += CHUNK) {
    const count = Math.min(CHUNK, total - done);
    await insertRequests(store, { from: done, count, startMs, stepMs: SPAN_MS / total });
  }
}

/** When the made-up requests begin. */
export const startOfData = () => Date.now() - SPAN_MS - HOUR_MS;

const idRow = z.object({ id: z.string() });

/** Failed ones of the made-up requests. */
export async function failedIds(store: ClickHouse, total: number, wanted: number) {
  const rows = await store.query(
    `SELECT concat('req_', lower(leftPad(hex(high), 16, '0'))) AS id
     FROM (SELECT rand64() % {total: UInt64} AS n, ${HIGH} AS high, cityHash64(n, 5) % 16 = 0 AS bad
       FROM numbers({tries: UInt64}))
     WHERE bad LIMIT {wanted: UInt32}`,
    { total, tries: wanted * 64, wanted },
    idRow,
  );
  return rows.map(({ id }) => id);
}

export interface Measured {
  readonly p50: number;
  readonly p95: number;
  readonly wrong: number;
}

/** Looks each id up in every store by turns, so that all have the same noise; milliseconds. */
export async function measureLookups(
  stores: readonly ClickHouse[],
  database: Database,
  ids: readonly string[],
): Promise<Measured[]> {
  const lookups = stores.map((store) => ({
    lookup: lookupOver(store, database),
    took: [] as number[],
    wrong: 0,
  }));
  for (const [at, id] of ids.entries()) {
    for (const one of lookups) {
      const started = performance.now();
      const answer = await one.lookup.dossier(id);
      // The first ones find caches empty.
      if (at >= 10) one.took.push(performance.now() - started);
      if (!answer.found || answer.spans.length !== 4) one.wrong++;
    }
  }
  return lookups.map(({ took, wrong }) => {
    took.sort((a, b) => a - b);
    const quantile = (q: number) => Math.round(took[Math.ceil(q * took.length) - 1] ?? 0);
    return { p50: quantile(0.5), p95: quantile(0.95), wrong };
  });
}
