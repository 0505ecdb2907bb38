/**
 * Preloaded into a life: counts the file operations inside the spool and kills the process at one of
 * them. `CRASH_SPOOL` is the directory, `CRASH_POINT` the number of the operation, `CRASH_WHEN` is
 * `before`, `after` or `torn` (half written); without a point, operations are listed in `CRASH_LIST`.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { CRASH_SPOOL = '', CRASH_POINT = '', CRASH_WHEN, CRASH_LIST = '' } = process.env;
const { appendFileSync, writeSync, openSync } = fs;
const files = new Map<number, string>();
let count = 0;

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('killed');
}

/** `target` names the file that an operation works on; `half` does it by halves. */
function intercept<R>(
  name: string,
  original: (...args: unknown[]) => R,
  target: (first: unknown) => unknown,
  half?: (...args: unknown[]) => void,
): (...args: unknown[]) => R {
  return (...args) => {
    const file = String(target(args[0]));
    if (!file.startsWith(CRASH_SPOOL)) return original(...args);
    count++;
    if (CRASH_LIST) appendFileSync(CRASH_LIST, `${name} ${file.slice(CRASH_SPOOL.length + 1)}\n`);
    if (count !== Number(CRASH_POINT)) return original(...args);
    if (CRASH_WHEN === 'torn') half?.(...args);
    if (CRASH_WHEN === 'after') original(...args);
    return die();
  };
}

const first = (path: unknown) => path;
const opened = (fd: unknown) => files.get(Number(fd));
const open = intercept('open', openSync as (...args: unknown[]) => number, first);
Object.assign(fs, {
  openSync(path: unknown, ...rest: unknown[]) {
    const fd = open(path, ...rest);
    files.set(fd, String(path));
    return fd;
  },
  writevSync: intercept(
    'append',
    fs.writevSync as (...args: unknown[]) => number,
    opened,
    (fd, parts, at) => {
      const whole = Buffer.concat(parts as Buffer[]);
      writeSync(Number(fd), whole, 0, whole.length >> 1, Number(at));
    },
  ),
  writeFileSync: intercept(
    'write',
    fs.writeFileSync as (...args: unknown[]) => void,
    first,
    (path, data) => {
      const fd = openSync(String(path), 'w');
      const whole = Buffer.from(data as Buffer);
      writeSync(fd, whole, 0, whole.length >> 1);
    },
  ),
  writeSync: intercept(
    'write in',
    writeSync as (...args: unknown[]) => number,
    opened,
    // biome-ignore lint/complexity/useMaxParams: the arguments of fs.writeSync.
    (fd, data, from, length, at) => {
      const whole = Buffer.from(data as Buffer);
      const size = Number(length ?? whole.length) >> 1 || 1;
      writeSync(Number(fd), whole, Number(from ?? 0), size, at === undefined ? null : Number(at));
    },
  ),
  fdatasyncSync: intercept('sync', fs.fdatasyncSync as (...args: unknown[]) => void, opened),
  fsyncSync: intercept('sync', fs.fsyncSync as (...args: unknown[]) => void, opened),
  renameSync: intercept('rename', fs.renameSync as (...args: unknown[]) => void, first),
  utimesSync: intercept('utimes', fs.utimesSync as (...args: unknown[]) => void, first),
  rmSync: intercept('remove', fs.rmSync as (...args: unknown[]) => void, first),
});
syncBuiltinESMExports();
