/**
 * Preloaded into a process under chaos. `CHAOS_CONTROL` is a file that says what is wrong:
 * `{"clockMs": 300000}` puts the clock off, `{"diskFull": true}` leaves no space in the spool but
 * what is freed there.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { sep } from 'node:path';

const CONTROL = process.env.CHAOS_CONTROL ?? '';
const POLL_FAULTS_MS = 50;
const { readFileSync, statSync, openSync } = fs;
const realNow = Date.now;
const files = new Map<number, string>();
let control: { clockMs?: number; diskFull?: boolean } = {};
let free = 0;

function look(): void {
  try {
    control = JSON.parse(readFileSync(CONTROL, 'utf8'));
  } catch {
    // Not there yet, or in the middle of being written.
  }
  if (!control.diskFull) free = 0;
}

look();
setInterval(look, POLL_FAULTS_MS).unref();
Date.now = () => realNow() + (control.clockMs ?? 0);

const spooled = (path: unknown) => String(path).includes(`${sep}spool${sep}`);

function take(bytes: number): void {
  if (!control.diskFull) return;
  if (bytes > free) throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
  free -= bytes;
}

const { writevSync, writeFileSync, rmSync } = fs;
Object.assign(fs, {
  openSync(path: string, ...rest: [string]) {
    const fd = openSync(path, ...rest);
    files.set(fd, path);
    return fd;
  },
  writevSync(fd: number, parts: Buffer[], at: number) {
    if (spooled(files.get(fd))) take(parts.reduce((sum, { length }) => sum + length, 0));
    return writevSync(fd, parts, at);
  },
  writeFileSync(path: string, data: Buffer) {
    if (spooled(path)) take(data.length);
    writeFileSync(path, data);
  },
  rmSync(path: string, options: object) {
    if (control.diskFull && spooled(path))
      free += statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    rmSync(path, options);
  },
});
syncBuiltinESMExports();
