import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS } from '@request-desk/shared/durations';
import { z } from 'zod';
import { type OpenedStore, openClickHouse } from '../../clickhouse/client.ts';
import { storePlace } from '../../clickhouse/store-place.ts';
import { DrillFault } from './drill.ts';
import { newestBackup } from './newest-backup.ts';

interface TelemetryBackup {
  /** A place as BACKUP names it, or a directory of the embedded engine; undefined: the server's newest. */
  readonly backup: string | undefined;
  readonly clickhouse: {
    readonly url?: string | undefined;
    readonly database?: string | undefined;
    readonly cluster?: string | undefined;
  };
  /** Name of the database that is made. */
  readonly scratch: string;
}

/** As `BACKUP … TO` has it: a word with texts and words in parentheses. */
const PLACE = /^\w+\((?:'(?:[^'\\]|\\.)*'|\w+)(?:,\s*(?:'(?:[^'\\]|\\.)*'|\w+))*\)$/;
const NAMED = /^(?:Disk|File)\(/;
const DIRECTORY = {
  what: 'copy of DATA_DIR/clickhouse',
  isOne: (path: string) => existsSync(join(path, 'metadata')),
  name: 'clickhouse',
};

const nameRow = z.object({ name: z.string() });

/** Restores a backup beside what is there; `stack` takes it away again. Returns it, and what it is of. */
export async function restoreTelemetry(
  { backup, clickhouse, scratch }: TelemetryBackup,
  stack: AsyncDisposableStack,
): Promise<{ store: OpenedStore; from: string }> {
  const { url, database } = storePlace(clickhouse.url, clickhouse.database);
  if (url === undefined) return await copied(backup, database, stack);
  const store = await openClickHouse({ url, database: scratch, path: '' });
  stack.defer(() => store.close());
  const from = backup ?? (await newestOf(store));
  if (!PLACE.test(from))
    throw new DrillFault("--telemetry is no place of a backup, such as Disk('backups', 'name')");
  stack.defer(() => store.server.command(`DROP DATABASE IF EXISTS ${scratch} SYNC`));
  await store.server.command(
    `RESTORE DATABASE \`${database}\` AS ${scratch} FROM ${from}`,
    {},
    {},
    DAY_MS,
  );
  // Other places may hold the credentials of a bucket.
  return { store, from: NAMED.test(from) ? from : from.replace(/\(.*/s, '(…)') };
}

/** The engine keeps this list until it is restarted. */
async function newestOf({ server }: OpenedStore): Promise<string> {
  const [newest] = await server.query(
    `SELECT name FROM system.backups WHERE status = 'BACKUP_CREATED' ORDER BY end_time DESC LIMIT 1`,
    {},
    nameRow,
  );
  if (newest === undefined || newest.name.includes('[HIDDEN]'))
    throw new DrillFault(
      'the server does not say where its newest backup is: name it (--telemetry)',
    );
  return newest.name;
}

async function copied(backup: string | undefined, database: string, stack: AsyncDisposableStack) {
  if (backup === undefined)
    throw new DrillFault('without CLICKHOUSE_URL the copy of DATA_DIR/clickhouse has to be named');
  const from = newestBackup(backup, DIRECTORY);
  const path = mkdtempSync(join(tmpdir(), 'request-desk-drill-'));
  stack.defer(() => rmSync(path, { recursive: true, force: true }));
  cpSync(from, path, { recursive: true });
  const store = await openClickHouse({ path, database });
  stack.defer(() => store.close());
  return { store, from };
}
