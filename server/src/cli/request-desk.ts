/** The command line: `request-desk lookup|recover|producers|store|audit|senders|erase|migrate-store|restore-drill …`. */

import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { redactKeys } from '@request-desk/fastify/redaction/scrub';
import { httpOrigin } from '@request-desk/shared/http-origin';
import { ProfileError } from '@request-desk/shared/profile';
import { ConfigError, loadConfig } from '../config.ts';
import { readHeads } from '../console/audit/head-export.ts';
import { readLocalToken } from '../console/local-token.ts';
import type { Database } from '../database/database.ts';
import { orgDirectory } from '../org-directory.ts';
import { readProfile } from '../profile-file.ts';
import { AUDIT_USAGE, auditCommand } from './audit-command.ts';
import { ERASE_USAGE, eraseCommand } from './erase-command.ts';
import { escapeControls } from './escape-controls.ts';
import { inputText } from './input-text.ts';
import { lookupCommand, USAGE } from './lookup-command.ts';
import { MIGRATE_STORE_USAGE, migrateStoreCommand } from './migrate-store-command.ts';
import { PRODUCERS_USAGE, producersCommand } from './producers-command.ts';
import { RECOVER_USAGE, recoverCommand } from './recover-command.ts';
import { RESTORE_DRILL_USAGE, restoreDrillCommand } from './restore-drill-command.ts';
import { SENDERS_USAGE, sendersCommand } from './senders-command.ts';

const COMMANDS = [
  'lookup',
  'recover',
  'producers',
  'store',
  'audit',
  'senders',
  'erase',
  'migrate-store',
  'restore-drill',
] as const;

const [command, ...rest] = process.argv.slice(2);
const out = (line: string) => void process.stdout.write(escapeControls(line));
const err = (line: string) => void process.stderr.write(escapeControls(line));
const urlOf = ({ host, port }: { host: string; port: number }) => httpOrigin(host, port);

try {
  process.exitCode = await run();
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof ProfileError)) throw error;
  err(`${error.message}\n`);
  process.exitCode = 2;
}

async function run(): Promise<number> {
  if (!isCommand(command)) {
    err(
      `${USAGE}\n${RECOVER_USAGE}\n${PRODUCERS_USAGE}\n${AUDIT_USAGE}\n${SENDERS_USAGE}\n${ERASE_USAGE}\n${MIGRATE_STORE_USAGE}\n${RESTORE_DRILL_USAGE}`,
    );
    return command === undefined || command === '--help' || command === 'help' ? 0 : 2;
  }
  const { console: place, otlp, tokens, dataDir, profilePath, ...stores } = loadConfig();
  const profile = readProfile(profilePath);
  redactKeys(profile);
  if (command === 'recover') {
    const { ingestApi: token } = tokens;
    return recoverCommand(rest, { url: urlOf(otlp), token, input: process.stdin, out, err });
  }
  const input = async () => (process.stdin.isTTY ? '' : inputText(await buffer(process.stdin)));
  const url = place.url ?? urlOf(place);
  const places = {
    url,
    token: tokens.personal ?? tokens.staff ?? readLocalToken(dataDir),
    out,
    err,
  };
  const heads = (file?: string) => readHeads(file ?? join(dataDir, 'audit/heads.jsonl'));
  if (command === 'restore-drill') {
    const directoryOf = (database: Database) => orgDirectory({ profilePath }, database);
    const settings = { ...stores, dataDir, profile, heads, directoryOf };
    return restoreDrillCommand(rest, settings, { out, err });
  }
  if (command === 'audit') {
    return auditCommand(rest, { ...places, heads });
  }
  if (command === 'erase') return eraseCommand(rest, places);
  if (command === 'migrate-store') {
    const { clickhouse, databaseUrl } = stores;
    return migrateStoreCommand(rest, { ...places, clickhouseUrl: clickhouse.url, databaseUrl });
  }
  if (command === 'senders') return sendersCommand(rest, places);
  if (command !== 'lookup') return producersCommand(command, rest, places);
  return lookupCommand(rest, { ...places, input });
}

function isCommand(text: string | undefined): text is (typeof COMMANDS)[number] {
  return COMMANDS.some((one) => one === text);
}
