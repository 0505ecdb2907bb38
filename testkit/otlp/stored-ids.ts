import { z } from 'zod';
import { openClickHouse } from '../../server/src/clickhouse/client.ts';

const row = z.object({ RequestId: z.string() });

/** Every request id in an embedded store that no process has open. */
export async function storedIds(path: string): Promise<ReadonlySet<string>> {
  const clickhouse = await openClickHouse({ path });
  try {
    const rows = await clickhouse.query('SELECT RequestId FROM api_requests', {}, row);
    return new Set(rows.map(({ RequestId }) => RequestId));
  } finally {
    await clickhouse.close();
  }
}
