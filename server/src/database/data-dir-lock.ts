import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseError } from './database.ts';

/** Held by the one process that may use a data directory. */
export interface DataDirLock {
  release(): void;
}

/**
 * Takes `DATA_DIR/lock`, before anything in the directory is opened. A lock whose process is gone is
 * taken over. Throws DatabaseError naming the process that holds it, or what is wrong with the
 * directory.
 */
export function acquireDataDirLock(dataDir: string): DataDirLock {
  try {
    makeDirectory(resolve(dataDir));
  } catch (cause) {
    throw unwritable(dataDir, cause);
  }
  const path = join(dataDir, 'lock');
  for (let attempt = 0; attempt < 5; attempt++) {
    if (create(path, dataDir)) return { release: () => rmSync(path, { force: true }) };
    const holder = holderOf(path);
    if (holder !== undefined && isAlive(holder)) throw locked(dataDir, holder);
    setAside(path);
  }
  throw new DatabaseError(`DATA_DIR ${dataDir}: another process is starting on it; try again`);
}

/** Node's own recursive mkdir never returns where a file system refuses with ENOENT, as /proc does. */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  mkdirSync(path);
}

/** True when there was no lock file and ours now stands there, complete from its first moment. */
function create(path: string, dataDir: string): boolean {
  const own = `${path}.${process.pid}`;
  try {
    writeFileSync(own, `${process.pid} ${startOf(process.pid) ?? ''}\n`);
    linkSync(own, path);
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false;
    throw unwritable(dataDir, cause);
  } finally {
    rmSync(own, { force: true });
  }
}

/** Moves a lock of the dead away, and back if a living process took it in between. */
function setAside(path: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
    const holder = holderOf(aside);
    if (holder !== undefined && isAlive(holder)) linkSync(aside, path);
  } catch {
    // Somebody else was faster; the next attempt looks again.
  } finally {
    rmSync(aside, { force: true });
  }
}

interface Holder {
  readonly pid: number;
  /** When that process started, where the platform tells; guards against a pid that is used again. */
  readonly started: string | undefined;
}

function holderOf(path: string): Holder | undefined {
  try {
    const match = /^(\d+) (\d*)\n$/.exec(readFileSync(path, 'utf8'));
    return match ? { pid: Number(match[1]), started: match[2] || undefined } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  const now = startOf(pid);
  return started === undefined || now === undefined || now === started;
}

/** Start time of a process in clock ticks since boot (Linux), else undefined. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function locked(dataDir: string, { pid }: Holder): DatabaseError {
  return new DatabaseError(
    `DATA_DIR ${dataDir} is in use by process ${pid}: stop that Request Desk, or give this one ` +
      'its own DATA_DIR',
  );
}

function unwritable(dataDir: string, cause: unknown): DatabaseError {
  return new DatabaseError(
    `DATA_DIR ${dataDir} cannot be written (${codeOf(cause)}): correct its owner or its mount, or ` +
      'set DATA_DIR to another directory',
    cause,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
