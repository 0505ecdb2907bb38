import { RegistrationRefused } from '@request-desk/fastify/producer/registry';
import { SpoolUnusable } from '@request-desk/fastify/spool/spool-directory';
import { ProfileError } from '@request-desk/shared/profile';
import manifest from '../../package.json' with { type: 'json' };
import { parseArguments, USAGE } from './arguments.ts';
import { StoreUnusable } from './clickhouse/schema/store-unusable.ts';
import { StoreUnavailable } from './clickhouse/store-fault.ts';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { DatabaseError } from './database/database.ts';
import { type Desk, startDesk } from './desk.ts';
import { ListenError } from './listen.ts';
import { CLOSE_WITHIN_S, shortGrace } from './stop-grace.ts';

/** Faults whose message is enough for the person at the terminal: no stack is printed. */
const EXPLAINED = [
  ProfileError,
  ConfigError,
  DatabaseError,
  RegistrationRefused,
  StoreUnavailable,
  StoreUnusable,
  ListenError,
  SpoolUnusable,
];

const LATE = 'not closed in time; the next start delivers the rest';
const AGAIN = '(again to quit at once) …';

const print = (text: string) => void process.stdout.write(`${text}\n`);

function fail(error: unknown): never {
  const explained = EXPLAINED.some((kind) => error instanceof kind);
  const text = error instanceof Error ? (explained ? error.message : error.stack) : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

function argumentsOrUsage() {
  try {
    return parseArguments(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${USAGE}\n`);
    process.exit(1);
  }
}

/** The first signal ends gracefully, the second at once. */
function closeOnSignal(desk: Promise<Desk>, { drainSeconds }: Config): void {
  let asked = false;
  let handsOver = () => false;
  desk.then(
    (started) => {
      handsOver = started.handsOver;
    },
    () => undefined,
  );
  const close = async () => {
    // Not by exit(): what an engine does there may take long. Whatever is kept stands a kill.
    if (asked) process.kill(process.pid, 'SIGKILL');
    asked = true;
    const first = drainSeconds > 0 ? `serving on for ${drainSeconds} s, then ` : '';
    print(`Closing: ${first}finishing open requests and writing telemetry out ${AGAIN}`);
    setTimeout(() => handsOver() || fail(LATE), (drainSeconds + CLOSE_WITHIN_S) * 1000).unref();
    await (await desk).close();
    print('Closed.');
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void close().catch(fail));
  }
}

const args = argumentsOrUsage();
if (args.help) {
  print(USAGE);
} else {
  try {
    const config = loadConfig();
    const warning = shortGrace(config, process.pid);
    if (warning) process.stderr.write(`${warning}\n`);
    const desk = startDesk({ config, args, version: manifest.version, print });
    closeOnSignal(desk, config);
    await desk;
  } catch (error) {
    fail(error);
  }
}
