import pino from 'pino';
import { z } from 'zod';
import { openClickHouse } from '../../server/src/clickhouse/client.ts';
import { startRollups } from '../../server/src/clickhouse/rollups.ts';

export interface EmbeddedStore {
  ask(sql: string): Promise<unknown[]>;
  close(): Promise<void>;
}

/** Opens the embedded store that a process left behind, and brings its rollups up to date. */
export async function askEmbedded(path: string): Promise<EmbeddedStore> {
  const clickhouse = await openClickHouse({ path });
  const log = pino({ level: 'silent' });
  const rollups = await startRollups(clickhouse, { now: Date.now, intervalMs: 3_600_000, log });
  await rollups.tick();
  await rollups.stop();
  return {
    ask: (sql) => clickhouse.query(sql, {}, z.unknown()),
    close: () => clickhouse.close(),
  };
}
