import { join } from 'node:path';
import { MINUTE_MS } from '@request-desk/shared/durations';
import type { Logger } from 'pino';
import { AuditStore } from '../../database/audit/audit-store.ts';
import type { Database } from '../../database/database.ts';
import type { SecretKeys } from '../../database/secrets/secret-keys.ts';
import { serverSecret } from '../../database/secrets/server-secret.ts';
import { AuditLog } from './audit-log.ts';
import { HeadExport } from './head-export.ts';

const HEAD_EVERY_MS = 5 * MINUTE_MS;

/** The audit of one process, with what its pages read. */
export interface Audit {
  readonly log: AuditLog;
  readonly store: AuditStore;
  readonly heads: HeadExport;
  /** Names people in the chain. */
  readonly secret: Buffer;
  close(): Promise<void>;
}

/** Opens the audit, its journal and heads in `DATA_DIR/audit`. */
export async function openAudit(options: {
  readonly database: Pick<Database, 'orm' | 'prompt' | 'identity'>;
  readonly dataDir: string;
  /** What the secret that names people is sealed with. */
  readonly keys?: SecretKeys | undefined;
  readonly log: Logger;
  readonly now?: () => number;
}): Promise<Audit> {
  const { database, dataDir, keys, log, now = Date.now } = options;
  const directory = join(dataDir, 'audit');
  const store = new AuditStore(database);
  const secret = await serverSecret(database, 'audit person', new Date(now()), keys);
  const trail = AuditLog.open({ store, directory, secret, log, now });
  const path = join(directory, 'heads.jsonl');
  const heads = new HeadExport({ store, path, everyMs: HEAD_EVERY_MS, log, now });
  return {
    log: trail,
    store,
    heads,
    secret,
    async close() {
      await trail.close();
      await heads.close();
    },
  };
}
