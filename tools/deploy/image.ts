import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, startClickHouse } from '../../testkit/engines/clickhouse-server.ts';
import { postgresMissing, startPostgres } from '../../testkit/engines/postgres-server.ts';
import { poll } from '../../testkit/poll.ts';
import { sampleOf } from './configured.ts';
import { type BuiltImage, buildImage, makeReadOnly } from './dockerfile.ts';

const CONTEXT = join(import.meta.dirname, '../..');
/** Without the base image. */
const MOST_MB = 300;
/** Parts of development, and engines that an image for servers has no use for. */
const UNWANTED = [
  'vitest',
  'typescript',
  'vite',
  'playwright-core',
  'sharp',
  'chdb',
  '@chdb',
  '@electric-sql',
  'node',
];
const NOBODY = 65_534;
const READY = { everyMs: 200, timeoutMs: 120_000 };

/** Runs the Dockerfile's steps, and what they make as a user who may write nothing but its volume; faults, one line each. */
export async function imageFaults(scratch: string): Promise<string[]> {
  const missing = postgresMissing();
  if (missing !== undefined) {
    console.log(`  not run: ${missing}`);
    return [];
  }
  chmodSync(scratch, 0o755);
  const image = buildImage(CONTEXT, join(scratch, 'image'));
  const megabytes = megabytesOf(image.root);
  console.log(`  ${megabytes} MB without the base image`);
  const faults = UNWANTED.filter((name) =>
    existsSync(join(image.root, image.workdir, 'node_modules', name)),
  ).map((name) => `image: it holds ${name}`);
  if (megabytes > MOST_MB) faults.push(`image: ${megabytes} MB are more than ${MOST_MB}`);
  // As the base image has it.
  const bin = join(scratch, 'bin');
  mkdirSync(bin);
  cpSync(process.execPath, join(bin, 'node'));
  makeReadOnly(join(scratch, 'image'));
  return [...faults, ...(await runFaults(image, bin, scratch))];
}

async function runFaults(image: BuiltImage, bin: string, scratch: string): Promise<string[]> {
  const server = await startClickHouse(join(scratch, 'store'), await freePort());
  const postgres = await startPostgres();
  try {
    const urls = { CLICKHOUSE_URL: server.url, DATABASE_URL: postgres.url() };
    return [
      ...(await served(image, bin, urls)),
      ...refused(image, bin, { DATABASE_URL: urls.DATABASE_URL }, 'CLICKHOUSE_URL'),
      ...refused(image, bin, {}, 'DATABASE_URL'),
    ];
  } finally {
    await postgres.close();
    await server.kill();
  }
}

type Env = Readonly<Record<string, string>>;

/** How the image is started here: as nobody where this is root, with its paths in `root`. */
function started({ root, workdir, env, command, writable }: BuiltImage, bin: string, given: Env) {
  const isRoot = process.getuid?.() === 0;
  for (const path of writable) {
    chmodSync(join(root, path), 0o700);
    if (isRoot) chownSync(join(root, path), NOBODY, NOBODY);
  }
  const inRoot = (text: string) =>
    writable.some((path) => text === path || text.startsWith(`${path}/`)) ? join(root, text) : text;
  const own = Object.entries(env).map(([name, value]) => [name, inRoot(value)]);
  const [program = '', ...args] = command;
  return {
    program: join(bin, program),
    args,
    options: {
      cwd: join(root, workdir),
      ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
      env: {
        PATH: bin,
        ...Object.fromEntries(own),
        ...Object.fromEntries(
          ['SECRETS_KEY', 'STAFF_TOKEN', 'INGEST_TOKEN', 'INGEST_API_TOKEN'].map((name) => [
            name,
            sampleOf(name),
          ]),
        ),
        API_PORT: '0',
        OTLP_PORT: '0',
        CONSOLE_PORT: '0',
        DRAIN_SECONDS: '0',
        ...given,
      },
    },
  } as const;
}

/** It answers on each listener, has written nothing into itself, and ends when it is told to. */
async function served(image: BuiltImage, bin: string, given: Env): Promise<string[]> {
  const { program, args, options } = started(image, bin, given);
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  try {
    const ready = await poll(
      'the image to be ready',
      async () => (said.includes('Ready.') || child.exitCode !== null ? true : undefined),
      READY,
    );
    if (!ready || child.exitCode !== null) return [`image: it does not start: ${said.slice(-600)}`];
    const faults: string[] = [];
    const urls = [...said.matchAll(/^ {2}(?:console|public API|OTLP) +(http\S+)/gm)];
    if (urls.length !== 3) faults.push(`image: it names ${urls.length} listeners, not 3`);
    for (const [, url] of urls) {
      const { status } = await fetch(`${url}/readyz`);
      if (status !== 200) faults.push(`image: ${url}/readyz answers ${status}`);
    }
    const page = await fetch(`${urls[0]?.[1]}/login`);
    if (!page.ok) faults.push(`image: the console answers ${page.status}`);
    console.log(
      `  as ${userOf(child.pid ?? 0)}, on a read-only tree: ready, ${urls.length} listeners`,
    );
    child.kill('SIGTERM');
    const code = await ended;
    if (code !== 0) faults.push(`image: it ends with ${code}: ${said.slice(-300)}`);
    return faults;
  } finally {
    child.kill('SIGKILL');
  }
}

/** Without a server's address it says which variable is missing. */
function refused(image: BuiltImage, bin: string, given: Env, variable: string): string[] {
  const { program, args, options } = started(image, bin, given);
  const { status, stderr } = spawnSync(program, args, {
    ...options,
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (status === 1 && stderr.includes(`set ${variable}`)) return [];
  return [`image: without ${variable} it ends with ${status} and says ${stderr.slice(-300)}`];
}

function userOf(pid: number): string {
  const uid = /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return `user ${uid}`;
}

function megabytesOf(directory: string): number {
  const { stdout } = spawnSync('du', ['-sk', directory], { encoding: 'utf8' });
  return Math.round(Number.parseInt(stdout, 10) / 1024);
}
