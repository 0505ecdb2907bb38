/**
 * The floor of a desk's memory, with the modules that `--import` loaded before it; with a folder, it opens both
 * embedded engines there, empty. Says when that is done, and rests: `floor-process.ts [FOLDER]`.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const [, , folder] = process.argv;
if (folder !== undefined) {
  const { openClickHouse } = await import('../../server/src/clickhouse/client.ts');
  const { openDatabase } = await import('../../server/src/database/open-database.ts');
  await openDatabase({ url: undefined, path: join(folder, 'postgres') });
  const store = await openClickHouse({ path: join(folder, 'clickhouse') });
  await store.command('SELECT 1');
}
process.send?.('there');
await pause(3_600_000);
