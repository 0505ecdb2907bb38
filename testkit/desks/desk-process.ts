import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../server/src/main.ts');
/** Of desks that share a control plane: each has to have the same. */
export const SECRETS_KEY = 'a key of tests that every process shares';
const START_TIMEOUT_MS = 110_000;
const STOP_TIMEOUT_MS = 20_000;

/** A running Request Desk: the real process on free ports, with its own data. */
export interface DeskProcess {
  /** This and the next two throw for a process without that role. */
  readonly apiUrl: string;
  readonly consoleUrl: string;
  /** Of a process that is for alerts alone. */
  readonly alertsUrl: string;
  readonly otlpUrl: string;
  readonly staffToken: string;
  readonly dataDir: string;
  readonly pid: number;
  /** Everything written to standard output so far. */
  output(): string;
  /** Ends it gracefully and, unless the directory was given, removes its data. */
  stop(): Promise<void>;
}

export interface DeskOverrides {
  /** Arguments of the process, as in `['--demo', '--rate', '5']`. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Kept after `stop`; else a new temporary directory. */
  readonly dataDir?: string;
  /** The release to run, by its `main.ts`; ours by default. */
  readonly main?: string;
  /** How long it may take to start; a minute by default. */
  readonly startTimeoutMs?: number;
}

/**
 * Spawns `node server/src/main.ts` and waits for the listeners it prints and for `Ready.`.
 * Rejects with the process's own words when it ends before that.
 */
export async function startDesk(overrides: DeskOverrides = {}): Promise<DeskProcess> {
  const dataDir = overrides.dataDir ?? (await mkdtemp(join(tmpdir(), 'request-desk-')));
  const staffToken = randomBytes(24).toString('hex');
  const child = spawn(process.execPath, [overrides.main ?? MAIN, ...(overrides.args ?? [])], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...inherited(),
      DATA_DIR: dataDir,
      STAFF_TOKEN: staffToken,
      API_PORT: '0',
      OTLP_PORT: '0',
      CONSOLE_PORT: '0',
      ALERTS_PORT: '0',
      ...(overrides.env?.DATABASE_URL ? { SECRETS_KEY } : {}),
      ...overrides.env,
    },
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  const removeData = async () => {
    if (!overrides.dataDir) await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const output = await ready(child, overrides.startTimeoutMs ?? START_TIMEOUT_MS);
    const url = (listener: string) => urlIn(output(), listener);
    return {
      // Each only where the process has that role.
      get apiUrl() {
        return url('public API');
      },
      get otlpUrl() {
        return url('OTLP');
      },
      get alertsUrl() {
        return url('alerts').replace('/readyz', '');
      },
      get consoleUrl() {
        return url('console');
      },
      staffToken,
      dataDir,
      pid: child.pid ?? 0,
      output,
      async stop() {
        await end(child, closed);
        await removeData();
      },
    };
  } catch (error) {
    await end(child, closed);
    await removeData();
    throw error;
  }
}

/** The variables of this process that a fresh one needs; none of ours may leak in. */
function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'NODE_COMPILE_CACHE'];
  const present = names.map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(present.filter((pair): pair is [string, string] => pair[1] != null));
}

/** Resolves, once `Ready.` was printed, with a function that gives the output so far. */
function ready(child: ChildProcess, timeoutMs: number): Promise<() => string> {
  return new Promise((resolve, reject) => {
    let [stdout, stderr] = ['', ''];
    const fail = (why: string) => reject(new Error(`${why}\n${stdout}\n${stderr}`));
    const timer = setTimeout(() => fail('Request Desk is not ready in time'), timeoutMs);
    let waiting = true;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (!waiting || !/^Ready\.$/m.test(stdout)) return;
      waiting = false;
      clearTimeout(timer);
      resolve(() => stdout);
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      fail(`Request DeskProcess ended before it was ready (${signal ?? `exit code ${code}`})`);
    });
  });
}

function urlIn(output: string, listener: string): string {
  const found = new RegExp(`^\\s*${listener}\\s+(http://\\S+)`, 'm').exec(output)?.[1];
  if (found === undefined) throw new Error(`no line for "${listener}" in:\n${output}`);
  return found.replace(/\/$/, '');
}

/** Ends it and waits until all that it printed has been read, which may be later. */
async function end(child: ChildProcess, closed: Promise<unknown>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await closed;
  clearTimeout(timer);
}
