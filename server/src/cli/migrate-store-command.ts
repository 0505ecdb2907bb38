import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { type StoreMoveStep, storeMoveStep } from '@request-desk/shared/store-move-api';
import { CommandRefused, type ConsolePlaces, callConsole, EXIT, refused } from './console-api.ts';

export const MIGRATE_STORE_USAGE = `request-desk migrate-store [--to URL] [--control-plane URL] [--url URL]

Copies the stores in DATA_DIR to a ClickHouse server (--to, or CLICKHOUSE_URL) and a Postgres server
(--control-plane, or DATABASE_URL), both with an empty database, and tells how far it is. The running process
does it while it serves on; a command that is ended and run again follows it, and a process that ended on the way
goes on where it was. When all is there, end the process (SIGTERM): it copies what came since, compares every row,
and from then on starts with CLICKHOUSE_URL, DATABASE_URL and SECRETS_KEY (DATA_DIR/secrets-key, where none was
set). Needs the admin role.
Exit: 0 all is there, 1 it stopped: run it again, 2 wrong use, 3 refused, 5 unavailable.
`;

const STOPPED = 1;

interface MigratePlaces extends ConsolePlaces {
  readonly clickhouseUrl: string | undefined;
  readonly databaseUrl: string | undefined;
}

/** Runs `migrate-store …`; returns the exit code. */
export async function migrateStoreCommand(
  args: readonly string[],
  places: MigratePlaces,
): Promise<number> {
  const asked = questionOf(args, places);
  if (asked === undefined) {
    places.err(MIGRATE_STORE_USAGE);
    return EXIT.usage;
  }
  if (asked === 'help') {
    places.out(MIGRATE_STORE_USAGE);
    return EXIT.done;
  }
  const { url, ...body } = asked;
  try {
    const { body: steps, status } = await callConsole({ ...places, url }, '/store-moves', { body });
    if (steps === null) throw new CommandRefused(EXIT.refused, `the console answered ${status}`);
    let last: StoreMoveStep | undefined;
    for await (const line of createInterface({ input: Readable.fromWeb(steps) })) {
      last = storeMoveStep.parse(JSON.parse(line));
      places.out(`${said(last)}\n`);
    }
    return last?.done ? EXIT.done : STOPPED;
  } catch (error) {
    return refused(error, places);
  }
}

function said({ step, rows, of, seconds_left: left, note }: StoreMoveStep): string {
  const share = rows === null || of === null ? '' : `: ${rows} of ${of} rows`;
  const estimate = left === null ? '' : `, about ${left} s left`;
  return `${step}${share}${estimate}${note ? ` (${note})` : ''}`;
}

function questionOf(args: readonly string[], places: MigratePlaces) {
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { to: text, 'control-plane': text, url: text, help: { type: 'boolean' } },
    });
    if (values.help) return 'help';
    const clickhouse_url = values.to ?? places.clickhouseUrl;
    const database_url = values['control-plane'] ?? places.databaseUrl;
    if (!clickhouse_url || !database_url || positionals.length > 0) return undefined;
    return { clickhouse_url, database_url, url: values.url ?? places.url };
  } catch {
    return undefined;
  }
}
