import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const PROCESS = join(import.meta.dirname, 'clickhouse-server-process.ts');
const START_TIMEOUT_MS = 60_000;

export interface ClickHouseServer {
  readonly url: string;
  readonly pid: number;
  /** Stops it where it is: it accepts connections and answers nothing. */
  freeze(): void;
  resume(): void;
  /** Ends it without a word, as a crash would. */
  kill(): Promise<void>;
  /** Resolves when it has ended, by `kill` or by itself. */
  readonly ended: Promise<void>;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/**
 * A real ClickHouse server on `port`, with its data in `directory`; `users` are elements of its
 * users.xml beside `default`. Natively it is served with `tcpPort` alone.
 */
export async function startClickHouse(
  directory: string,
  port: number,
  users?: string,
  tcpPort = 0,
): Promise<ClickHouseServer> {
  mkdirSync(directory, { recursive: true });
  const config = users === undefined ? undefined : writeConfig(directory, users);
  return await startProcess(directory, port, tcpPort, config);
}

/** The same with a configuration file of the server. */
export async function startProcess(
  directory: string,
  port: number,
  tcpPort: number,
  config?: string,
): Promise<ClickHouseServer> {
  const more = config === undefined ? [] : [config];
  // The engine keeps schemas that it receives as text in the working directory.
  const child = spawn(process.execPath, [PROCESS, directory, `${port}`, `${tcpPort}`, ...more], {
    cwd: directory,
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  const kill = () => {
    child.kill('SIGKILL');
    return ended;
  };
  const freeze = () => void child.kill('SIGSTOP');
  const resume = () => void child.kill('SIGCONT');
  for (const end = Date.now() + START_TIMEOUT_MS; Date.now() < end; await setTimeout(100)) {
    const answer = await fetch(`${url}/?query=SELECT+1`).catch(() => undefined);
    if (answer?.ok) return { url, pid: child.pid ?? 0, kill, freeze, resume, ended };
  }
  await kill();
  throw new Error('the ClickHouse server does not answer');
}

/** Settings of a profile under which answers and deliveries are cut off and say nothing of it. */
const CUTTING = `<max_rows_to_read>1</max_rows_to_read><read_overflow_mode>break</read_overflow_mode>
  <limit>1</limit><use_query_cache>1</use_query_cache>
  <materialized_views_ignore_errors>1</materialized_views_ignore_errors>`;

/** Two files, because the engine reads users from one of their own. */
function writeConfig(directory: string, users: string): string {
  const [config, file] = [`${directory}.config.xml`, `${directory}.users.xml`];
  const own = '<default><password/><profile>default</profile><quota>default</quota></default>';
  const profiles = `<default/><readonly><readonly>1</readonly></readonly><cutting>${CUTTING}</cutting>`;
  writeFileSync(
    file,
    `<clickhouse><profiles>${profiles}</profiles><quotas><default/></quotas>
     <users>${own}${users}</users></clickhouse>`,
  );
  writeFileSync(config, `<clickhouse><users_config>${file}</users_config></clickhouse>`);
  return config;
}
