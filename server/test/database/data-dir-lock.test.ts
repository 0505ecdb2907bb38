import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { acquireDataDirLock } from '../../src/database/data-dir/data-dir-lock.ts';

const PROCESS = join(import.meta.dirname, 'lock-process.ts');
const directory = mkdtempSync(join(tmpdir(), 'desk-lock-'));
const children: ChildProcess[] = [];
let made = 0;
const fresh = () => join(directory, String(made++));

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A process that takes the lock on command; in a PID namespace of its own where asked for. */
function starter(dataDir: string, wrapper: readonly string[] = []) {
  const [command = '', ...args] = [...wrapper, process.execPath, PROCESS, dataDir];
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  let [said, complained] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complained += text;
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lines = () => said.split('\n').slice(0, -1);
  return {
    go: () => void child.stdin.write('go\n'),
    here: () => expect.poll(() => lines().length).toBeGreaterThan(0),
    async answer(): Promise<string> {
      await expect.poll(() => lines().length).toBe(2);
      expect(complained).toBe('');
      return lines()[1] ?? '';
    },
    kill() {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

async function taken(one: ReturnType<typeof starter>): Promise<string> {
  await one.here();
  one.go();
  return await one.answer();
}

it('names the process that holds it, and is free again after release', () => {
  const dataDir = fresh();
  const lock = acquireDataDirLock(dataDir);
  expect(() => acquireDataDirLock(dataDir)).toThrow(
    `in use by process ${process.pid} on ${hostname()} since 20`,
  );
  lock.release();
  acquireDataDirLock(dataDir).release();
  expect(existsSync(join(dataDir, 'lock'))).toBe(false);
});

it('goes to exactly one of fifty that start at the same time', async () => {
  const dataDir = fresh();
  const all = Array.from({ length: 50 }, () => starter(dataDir));
  await Promise.all(all.map((one) => one.here()));
  for (const one of all) one.go();
  const answers = await Promise.all(all.map((one) => one.answer()));
  expect(answers.filter((text) => text === 'held')).toHaveLength(1);
  for (const text of answers)
    if (text !== 'held') expect(text).toMatch(/^DATA_DIR .* is in use by .*: stop that/);
}, 120_000);

it('is freed by the kernel when its process is killed', async () => {
  const dataDir = fresh();
  const first = starter(dataDir);
  expect(await taken(first)).toBe('held');
  expect(() => acquireDataDirLock(dataDir)).toThrow(/in use by process \d+ on/);
  await first.kill();
  acquireDataDirLock(dataDir).release();
});

const APART = ['unshare', '--pid', '--fork', '--mount-proc', '--kill-child'];
const forbidden = spawnSync(APART[0] ?? '', [...APART.slice(1), 'true'], { encoding: 'utf8' });
const why = forbidden.error?.message ?? forbidden.stderr.trim();
if (forbidden.status !== 0) console.log(`no PID namespaces here: ${why}`);

it.skipIf(forbidden.status !== 0)('holds between containers, where pids say nothing', async () => {
  const dataDir = fresh();
  const first = starter(dataDir, APART);
  expect(await taken(first)).toBe('held');
  // Both are process 1 of their namespace.
  const second = starter(dataDir, APART);
  expect(await taken(second)).toContain('is in use by process 1 on');
  await first.kill();
  await expect.poll(async () => await taken(starter(dataDir, APART))).toBe('held');
});

it('respects a lock of an earlier release while its process lives, and replaces a stale one', () => {
  const exited = spawnSync('true').pid;
  const dataDir = fresh();
  mkdirSync(dataDir);
  for (const text of [`${exited} \n`, `${process.pid} 1\n`, 'half a li']) {
    writeFileSync(join(dataDir, 'lock'), text);
    acquireDataDirLock(dataDir).release();
  }
  writeFileSync(join(dataDir, 'lock'), `${process.ppid} \n`);
  for (let again = 0; again < 2; again++)
    expect(() => acquireDataDirLock(dataDir)).toThrow(`in use by process ${process.ppid}: stop`);
});

it.each([
  [0x6969, 'NFS'],
  [-11317950, 'CIFS'],
  [0x65735546, 'FUSE'],
])('is refused on file system %d, which is %s', (type, name) => {
  expect(() => acquireDataDirLock(fresh(), () => type)).toThrow(`is on ${name}, where no lock`);
});

it('says which directory cannot be made or written', () => {
  const file = join(directory, 'file');
  writeFileSync(file, '');
  expect(() => acquireDataDirLock(file)).toThrow(/is a file: set DATA_DIR to a directory/);
  expect(() => acquireDataDirLock(join(file, 'below'))).toThrow(/cannot be written \(ENOTDIR\)/);
  expect(() => acquireDataDirLock('/proc/nowhere')).toThrow(/\/proc\/nowhere cannot be written/);
  const rubbish = fresh();
  mkdirSync(rubbish);
  writeFileSync(join(rubbish, 'lock.db'), 'rubbish'.repeat(100));
  expect(() => acquireDataDirLock(rubbish)).toThrow(/lock.db is no lock .*: remove this file/);
  const readOnly = fresh();
  acquireDataDirLock(readOnly).release();
  chmodSync(readOnly, 0o500);
  // Root may write anywhere; everybody else gets an error.
  if (process.getuid?.() !== 0)
    expect(() => acquireDataDirLock(readOnly)).toThrow(/cannot be written \(EACCES\)/);
  chmodSync(readOnly, 0o700);
});
