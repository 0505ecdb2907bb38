import { z } from 'zod';
import { openClickHouse } from '../../server/src/clickhouse/client.ts';

const row = z.object({
  id: z.string(),
  org: z.string(),
  prefix: z.string(),
  code: z.string(),
  cause: z.string(),
});
export type StoredCall = z.infer<typeof row>;

/** What an embedded store that no process has open knows of each request, by its id. */
export async function storedCalls(path: string): Promise<ReadonlyMap<string, StoredCall>> {
  const clickhouse = await openClickHouse({ path });
  try {
    const rows = await clickhouse.query(
      `SELECT RequestId AS id, any(OrgId) AS org, any(KeyPrefix) AS prefix, any(Code) AS code,
         any(Cause) AS cause FROM api_requests GROUP BY RequestId`,
      {},
      row,
    );
    return new Map(rows.map((one) => [one.id, one]));
  } finally {
    await clickhouse.close();
  }
}

const MOST_HEAD = 16 * 1024;

/** Whether these bytes are one request with one of `keys`, and nothing that makes it another's. */
export function carriesKey(bytes: Buffer, keys: ReadonlySet<string>): boolean {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0 || end > MOST_HEAD) return false;
  const lines = bytes.toString('latin1', 0, end).split('\r\n');
  const sent = lines.filter((line) => /^authorization:/i.test(line));
  const [only = ''] = sent;
  return sent.length === 1 && keys.has(/^authorization: Bearer (\S+)$/.exec(only)?.[1] ?? '');
}

/** By cause: keyed calls that were refused, and those of them that nobody is named for. */
export function attribution(
  keyed: Iterable<string>,
  stored: ReadonlyMap<string, StoredCall>,
): Record<string, { calls: number; unnamed: number }> {
  const table: Record<string, { calls: number; unnamed: number }> = {};
  for (const id of keyed) {
    const call = stored.get(id);
    if (call === undefined || call.code === '') continue;
    const name = `${call.code} ${call.cause}`;
    const line = table[name] ?? { calls: 0, unnamed: 0 };
    table[name] = line;
    line.calls++;
    if (call.org === '' || call.prefix === '') line.unnamed++;
  }
  return table;
}
