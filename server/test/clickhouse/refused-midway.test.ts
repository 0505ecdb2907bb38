/** Statements that are refused after rows of theirs were written. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type ClickHouseServer,
  freePort,
  startClickHouse,
} from '../../../testkit/engines/clickhouse-server.ts';
import { openClickHouse } from '../../src/clickhouse/client.ts';
import { StoreRefused } from '../../src/clickhouse/store-fault.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-refused-'));
const row = z.object({ n: z.number() });
/** Fails in the middle of its rows. */
const REFUSED = `SELECT intDiv(number, number != 500) AS n, repeat('x', 4000) AS t FROM numbers(1000)
  SETTINGS max_block_size = 10`;
let server: ClickHouseServer | undefined;
const STORES = {
  embedded: () => openClickHouse({ path: join(directory, 'embedded') }),
  'by URL': async () => {
    server = await startClickHouse(join(directory, 'server'), await freePort());
    return await openClickHouse({ url: `${server.url}/default`, path: '' });
  },
};

afterAll(async () => {
  await server?.kill();
  rmSync(directory, { recursive: true });
});

describe.each(Object.entries(STORES))('after a statement that is refused midway, %s', (_, open) => {
  it('the next answers hold their own rows alone', async () => {
    const store = await open();
    const next = (n: number) => store.query(`SELECT ${n} AS n`, {}, row);
    for (const one of [store, store.bulk ?? store, store.prompt ?? store]) {
      const refused = Array.from({ length: 3 }, () => one.query(REFUSED, {}, row));
      const after = [1, 2, 3, 4].map((n) => one.query(`SELECT ${n} AS n`, {}, row));
      for (const refusal of await Promise.allSettled(refused))
        expect(refusal).toMatchObject({ status: 'rejected', reason: expect.any(StoreRefused) });
      expect(await Promise.all(after)).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }], [{ n: 4 }]]);
      expect(await next(5)).toEqual([{ n: 5 }]);
    }
    await store.close();
  });
});
