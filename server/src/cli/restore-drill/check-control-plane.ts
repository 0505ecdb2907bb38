import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportedHead } from '@request-desk/shared/audit-api';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { AuditStore } from '../../database/audit/audit-store.ts';
import { inOrder } from '../../database/audit/in-order.ts';
import { verifyChain } from '../../database/audit/verify-chain.ts';
import type { Database } from '../../database/database.ts';
import { openSecretKeys } from '../../database/secrets/open-secret-keys.ts';
import { ago, DrillFault, type DrillReport } from './drill.ts';

interface ControlPlaneSettings {
  readonly secretsKeys: readonly string[];
  /** Of the desk itself: it has the key, where none is configured. */
  readonly dataDir: string;
  /** Heads of the audit that were exported. */
  readonly heads: readonly ExportedHead[];
  readonly now: number;
}

const named = z.object({ rows: z.array(z.object({ name: z.string() })) });
const counted = z.object({ rows: z.array(z.object({ n: z.coerce.number() })) });

/** Checks a restored control plane: its rows, its secrets and its audit. Throws where one is not whole. */
export async function checkControlPlane(
  database: Database,
  { secretsKeys, dataDir, heads, now }: ControlPlaneSettings,
  { say, fault }: DrillReport,
): Promise<void> {
  const { rows: tables } = named.parse(
    await database.orm.execute(sql`select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`),
  );
  // What pg_restore wrote it has read; a copy of files is read whole.
  const each = database.engine === 'embedded' ? sql`t::text` : sql`*`;
  let rows = 0;
  for (const { name } of tables) {
    const found = await database.orm.execute(
      sql`select count(${each}) as n from ${sql.identifier(name)} t`,
    );
    rows += counted.parse(found).rows[0]?.n ?? 0;
  }
  say(`  ${rows} rows in ${tables.length} tables`);
  const isLocal = database.engine === 'embedded' && secretsKeys.length === 0;
  if (isLocal && !existsSync(join(dataDir, 'secrets-key')))
    throw new DrillFault(`its secrets are sealed, and there is no ${join(dataDir, 'secrets-key')}`);
  const settings = { configured: secretsKeys, dataDir, database, acceptNew: false };
  await openSecretKeys({ ...settings, now: new Date(now) });
  say('  its secrets are sealed by the key that this desk has');
  const audit = new AuditStore(database);
  const last = await audit.head();
  const known = heads.filter(({ seq }) => seq <= last.seq);
  const chain = await verifyChain(inOrder(audit), { origin: audit.origin, heads: known });
  if (chain.fault === undefined)
    say(`  audit: ${last.seq} entries, ${known.length} exported heads compared`);
  else fault(`control plane: the audit is broken: ${chain.fault}`);
  const [entry] = await audit.after(last.seq - 1, 1);
  if (entry) {
    const at = entry.entry.at;
    say(`  newest entry: ${at.toISOString()}, ${ago(at.getTime(), now)}`);
  }
}
