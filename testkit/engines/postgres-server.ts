import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './clickhouse-server.ts';

const ROOT = '/usr/lib/postgresql';
const START_TIMEOUT_MS = 30_000;
/** Fast and careless: nothing here outlives a test. */
const SETTINGS = ['fsync=off', 'full_page_writes=off', 'listen_addresses=127.0.0.1'];

/** A real Postgres on loopback, with a directory of its own. */
export interface PostgresServer {
  /** `postgres://desk@127.0.0.1:PORT/desk`, or of another database of the same server. */
  url(database?: string): string;
  readonly port: number;
  /** Runs SQL as the superuser, in the database `desk` or another. */
  query(sql: string, database?: string): Promise<Record<string, unknown>[]>;
  /** Stops the server's processes where they are, so that it hangs; `resume` lets them go on. */
  freeze(): void;
  resume(): void;
  /** Ends it as a crash would; the directory stays until `close`. */
  kill(): Promise<void>;
  /** Starts again after `kill`, on the same port and directory. */
  start(): Promise<void>;
  /** Ends it and removes its directory. */
  close(): Promise<void>;
}

/** Why no Postgres can be started here, or undefined where one can: for `skipIf`. */
export function postgresMissing(): string | undefined {
  if (binaries() === undefined) return `no Postgres below ${ROOT}`;
  if (process.getuid?.() === 0 && account() === undefined) return 'root, and no user postgres';
  return undefined;
}

/** A new, empty server with the databases and roles `desk`; on a free port unless one is given. */
export async function startPostgres(port?: number): Promise<PostgresServer> {
  const bin = binaries();
  if (bin === undefined) throw new Error(postgresMissing());
  const user = process.getuid?.() === 0 ? account() : undefined;
  const directory = mkdtempSync(join(tmpdir(), 'desk-postgres-'));
  if (user) {
    chownSync(directory, user.uid, user.gid);
    chmodSync(directory, 0o700);
  }
  const data = join(directory, 'data');
  const options = { cwd: directory, ...user };
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'desk', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-instructions'],
    { ...options, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const chosen = port ?? (await freePort());
  const url = (database = 'desk') => `postgres://desk@127.0.0.1:${chosen}/${database}`;
  let child: ChildProcess;
  let ended: Promise<void>;

  const query = async (sql: string, database?: string) => {
    const client = new pg.Client({
      connectionString: url(database),
      connectionTimeoutMillis: 2_000,
    });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const start = async () => {
    const settings = [...SETTINGS, `unix_socket_directories=${directory}`];
    child = spawn(
      join(bin, 'postgres'),
      ['-D', data, '-p', String(chosen), ...settings.flatMap((one) => ['-c', one])],
      { ...options, stdio: 'ignore' },
    );
    ended = new Promise((resolve) => child.once('exit', () => resolve()));
    for (const end = performance.now() + START_TIMEOUT_MS; performance.now() < end; ) {
      if (
        await query('select 1', 'postgres').then(
          () => true,
          () => false,
        )
      )
        return;
      await setTimeout(50);
    }
    child.kill('SIGKILL');
    throw new Error('Postgres does not answer');
  };
  const kill = () => {
    // SIGQUIT: the postmaster ends its children at once, without a checkpoint.
    child.kill('SIGCONT');
    child.kill('SIGQUIT');
    return ended;
  };
  const signalAll = (signal: NodeJS.Signals) => {
    for (const pid of [child.pid ?? 0, ...childrenOf(child.pid ?? 0)]) {
      try {
        process.kill(pid, signal);
      } catch (error) {
        // A backend may have ended since it was listed.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
  };
  await start();
  await query('create database desk', 'postgres');
  return {
    url,
    port: chosen,
    query,
    kill,
    start,
    freeze: () => signalAll('SIGSTOP'),
    resume: () => signalAll('SIGCONT'),
    async close() {
      await kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The newest installed version's directory of programs. */
function binaries(): string | undefined {
  if (!existsSync(ROOT)) return undefined;
  const versions = readdirSync(ROOT).sort((a, b) => Number(b) - Number(a));
  return versions
    .map((name) => join(ROOT, name, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
}

/** Postgres refuses to run as root: there it runs as the user that its package made. */
function account(): { readonly uid: number; readonly gid: number } | undefined {
  const line = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  return line ? { uid: Number(line[1]), gid: Number(line[2]) } : undefined;
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}
