import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { ExportedHead } from '@request-desk/shared/audit-api';
import type { Profile } from '@request-desk/shared/profile';
import { uncountedCauses } from '@request-desk/shared/profile-codes';
import type { Database } from '../database/database.ts';
import type { Directory } from '../directory/directory.ts';
import { type ConsolePlaces, EXIT } from './console-api.ts';
import { checkControlPlane } from './restore-drill/check-control-plane.ts';
import { checkLookup } from './restore-drill/check-lookup.ts';
import { checkTelemetry } from './restore-drill/check-telemetry.ts';
import { type DrillReport, part } from './restore-drill/drill.ts';
import { restoreControlPlane } from './restore-drill/restore-control-plane.ts';
import { restoreTelemetry } from './restore-drill/restore-telemetry.ts';

export const RESTORE_DRILL_USAGE = `request-desk restore-drill --control-plane PATH [--telemetry PLACE]

Restores a backup beside what is running, into databases of its own, checks it and takes them away again.
--control-plane: a dump (pg_dump --format=custom), or a directory of which the newest is taken.
--telemetry: a place as BACKUP names it, such as "Disk('backups', 'monday')"; without one the newest that the
server made since it was started. Where CLICKHOUSE_URL or DATABASE_URL is not set, the copy of DATA_DIR/clickhouse or
DATA_DIR/postgres, or a directory of which the newest is taken. Every row is read, each hour's counts are compared with
its requests, the audit's chain is walked, secrets are opened, and the newest failures are looked up. The users of
CLICKHOUSE_URL and DATABASE_URL must be allowed to make and drop databases, and pg_restore is needed. A cluster cannot
be drilled this way. Exit: 0 it can be restored, 1 it cannot, or not whole, 2 wrong use.
`;

const FAULTY = 1;

/** What a drill takes of this desk's own settings. */
export interface DrillSettings {
  readonly clickhouse: Parameters<typeof restoreTelemetry>[0]['clickhouse'];
  readonly databaseUrl: string | undefined;
  readonly secretsKeys: readonly string[];
  readonly dataDir: string;
  readonly retentionDays: number;
  readonly profile: Profile;
  readonly heads: () => readonly ExportedHead[];
  readonly directoryOf: (database: Database) => Directory | undefined;
}

/** Runs `restore-drill …`; returns the exit code. */
export async function restoreDrillCommand(
  args: readonly string[],
  settings: DrillSettings,
  { out, err }: Pick<ConsolePlaces, 'out' | 'err'>,
): Promise<number> {
  const asked = questionOf(args);
  if (asked === 'help') {
    out(RESTORE_DRILL_USAGE);
    return EXIT.done;
  }
  if (asked === undefined || settings.clickhouse.cluster !== undefined) {
    err(asked ? 'CLICKHOUSE_CLUSTER is set: a cluster cannot be drilled\n' : RESTORE_DRILL_USAGE);
    return EXIT.usage;
  }
  const faults: string[] = [];
  const report = {
    say: (line: string) => out(`${line}\n`),
    fault: (line: string) => void faults.push(line),
  };
  await drill(asked, settings, report);
  for (const fault of faults) err(`${fault}\n`);
  out(
    faults.length === 0 ? 'This backup can be restored.\n' : `NOT WHOLE: ${faults.length} faults\n`,
  );
  return faults.length === 0 ? EXIT.done : FAULTY;
}

interface Asked {
  readonly telemetry: string | undefined;
  readonly controlPlane: string;
}

async function drill(asked: Asked, settings: DrillSettings, report: DrillReport): Promise<void> {
  const { clickhouse, databaseUrl, profile, retentionDays } = settings;
  const scratch = `request_desk_drill_${randomBytes(4).toString('hex')}`;
  const now = Date.now();
  await using stack = new AsyncDisposableStack();
  const telemetry = await part('telemetry', report, async () => {
    const { store, from } = await restoreTelemetry(
      { backup: asked.telemetry, clickhouse, scratch },
      stack,
    );
    report.say(`telemetry: ${from} is restored, ${seconds(now)}`);
    const uncounted = uncountedCauses(profile);
    const storeId = await checkTelemetry(store, { retentionDays, uncounted, now }, report);
    return { store, storeId };
  });
  const begun = Date.now();
  const database = await part('control plane', report, async () => {
    const restored = await restoreControlPlane(
      { backup: asked.controlPlane, databaseUrl, scratch },
      stack,
    );
    report.say(`control plane: ${restored.from} is restored, ${seconds(begun)}`);
    await checkControlPlane(
      restored.database,
      { ...settings, heads: settings.heads(), now },
      report,
    );
    return restored.database;
  });
  if (telemetry === undefined || database === undefined) return;
  const directory = settings.directoryOf(database);
  await part('lookup', report, () =>
    checkLookup({ ...telemetry, database, profile, directory, retentionDays }, report),
  );
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

function questionOf(args: readonly string[]): Asked | 'help' | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        telemetry: { type: 'string' },
        'control-plane': { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) return 'help';
    const { telemetry, 'control-plane': controlPlane } = values;
    return controlPlane && positionals.length === 0 ? { telemetry, controlPlane } : undefined;
  } catch {
    return undefined;
  }
}
