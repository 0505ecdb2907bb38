import { execFile, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runCurl } from './curl.ts';
import { type HalfClose, type Job, type Outcome, outcomes, type RealClient } from './job.ts';

const run = promisify(execFile);
const PROGRAMS = join(import.meta.dirname, 'programs');
const NPM = { axios: '1.21.1', got: '16.1.0' };
const REQUESTS = 'requests==2.34.2';
const PATIENCE_MS = 300_000;

/** What a client is, or why it is not here. */
export type Found = RealClient | { readonly name: string; readonly missing: string };

/** Puts six clients together below `directory`: what needs an install and cannot be had is missing. */
export async function realClients(directory: string): Promise<Found[]> {
  const js = join(directory, 'js');
  mkdirSync(js);
  for (const name of ['answers', 'fetch', 'axios', 'got', 'half-close']) {
    copyFileSync(join(PROGRAMS, `${name}.mjs`), join(js, `${name}.mjs`));
  }
  writeFileSync(join(js, 'package.json'), '{"private":true}');
  const node = (name: string) => program(process.execPath, [join(js, `${name}.mjs`)]);
  const packages = Object.entries(NPM).map(([name, version]) => `${name}@${version}`);
  const npm = await tried(() =>
    run('npm', ['install', '--no-audit', '--no-fund', '--prefix', js, ...packages]),
  );
  const inNode = (name: string, version: string): Found =>
    npm
      ? { name, missing: `npm: ${npm}` }
      : { ...client(`${name} ${version}`, node(name)), ...HALF };
  const HALF = { halfClose: 'cannot: it stands on the sockets of the first column' };
  return [
    {
      ...client(
        `fetch (Node ${process.version}, undici ${process.versions.undici})`,
        node('fetch'),
      ),
      halfClose: half(node('half-close')),
    },
    inNode('axios', NPM.axios),
    inNode('got', NPM.got),
    await inGo(directory),
    await inPython(directory),
    inShell(),
  ];
}

async function inGo(directory: string): Promise<Found> {
  const binary = join(directory, 'client');
  const failed = await tried(() => run('go', ['build', '-o', binary, join(PROGRAMS, 'client.go')]));
  if (failed) return { name: 'Go net/http', missing: failed };
  const version = execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).trim();
  const own = program(binary, []);
  return { ...client(`net/http (${version})`, own), halfClose: half(own) };
}

async function inPython(directory: string): Promise<Found> {
  const place = join(directory, 'venv');
  const python = join(place, 'bin/python');
  const failed = await tried(async () => {
    await run('python3', ['-m', 'venv', place]);
    await run(python, ['-m', 'pip', 'install', '--quiet', REQUESTS]);
  });
  if (failed) return { name: 'Python requests', missing: failed };
  const own = program(python, [join(PROGRAMS, 'client.py')]);
  return { ...client(REQUESTS.replace('==', ' '), own), halfClose: half(own) };
}

function inShell(): Found {
  try {
    const version = execFileSync('curl', ['--version'], { encoding: 'utf8' });
    const [, number = ''] = /^curl (\S+)/.exec(version) ?? [];
    return {
      name: `curl ${number}`,
      run: runCurl,
      halfClose: 'cannot',
    };
  } catch (error) {
    return { name: 'curl', missing: String(error) };
  }
}

type Program = (job: Job) => Promise<Outcome[]>;

function client(name: string, own: Program): Pick<RealClient, 'name' | 'run'> {
  return { name, run: own };
}

const half = (own: Program) => (calls: readonly HalfClose[]) => own({ calls, atOnce: 1 });

/** A program that takes a job on its standard input. */
function program(command: string, args: readonly string[]): Program {
  return (job) =>
    new Promise((resolve, reject) => {
      const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
      const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      let printed = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
      child.once('error', reject);
      child.once('close', () => {
        clearTimeout(timer);
        const read = printed === '' ? undefined : outcomes.safeParse(JSON.parse(printed));
        if (read?.success) resolve(read.data);
        else reject(new Error(`${command} ${args.join(' ')} printed ${printed.slice(0, 200)}`));
      });
      child.stdin.end(JSON.stringify(job));
    });
}

/** The first line of why something failed. */
async function tried(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error))
      .split('\n')
      .slice(0, 2)
      .join(' ');
  }
}
