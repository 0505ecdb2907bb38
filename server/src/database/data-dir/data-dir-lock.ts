import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { remoteFileSystem } from '@request-desk/fastify/spool/remote-file-systems';
import { SQLITE_BUSY } from '@request-desk/fastify/spool/spool-lock';
import { systemCode } from '@request-desk/shared/system-code';
import { DatabaseError } from '../database.ts';
import { livingHolder, pidLockText } from './lock-holder.ts';

/** The kind of file system that a path is on, by statfs(2). */
type FileSystemType = (path: string) => number;

const fileSystemType: FileSystemType = (path) => statfsSync(path).type;

/** Held by the one process that may use a data directory. */
export interface DataDirLock {
  release(): void;
}

const SQLITE_NOT_A_DATABASE = 26;
/** A collected one would be closed, and its lock with it. */
const held = new Set<DatabaseSync>();

/**
 * Locks a data directory before anything in it is opened, by an exclusive transaction on
 * `lock.db`: the kernel holds it between containers, too, and frees it however the process ends.
 * Throws DatabaseError naming who holds it (`lock.txt`), or what is wrong with the directory.
 */
export function acquireDataDirLock(
  dataDir: string,
  typeOf: FileSystemType = fileSystemType,
): DataDirLock {
  prepare(dataDir, typeOf);
  const database = lockedDatabase(dataDir);
  const pidLock = join(dataDir, 'lock');
  try {
    const holder = livingHolder(pidLock);
    if (holder !== undefined) throw locked(dataDir, `process ${holder}`);
    // Earlier releases look at this file only.
    writeFileSync(pidLock, pidLockText());
    const since = new Date().toISOString();
    writeFileSync(holderFile(dataDir), `process ${process.pid} on ${hostname()} since ${since}\n`);
  } catch (cause) {
    database.close();
    throw cause instanceof DatabaseError
      ? cause
      : unwritable(dataDir, systemCode(cause) ?? 'unknown', cause);
  }
  held.add(database);
  return {
    release() {
      rmSync(pidLock, { force: true });
      rmSync(holderFile(dataDir), { force: true });
      // Last, and the file stays: a process that has it open locks the same one as those that come later.
      database.close();
      held.delete(database);
    },
  };
}

function prepare(dataDir: string, typeOf: FileSystemType): void {
  let remote: string | undefined;
  try {
    makeDirectory(resolve(dataDir));
    if (!statSync(dataDir).isDirectory())
      throw new DatabaseError(`DATA_DIR ${dataDir} is a file: set DATA_DIR to a directory`);
    makeOwnerOnly(dataDir);
    remote = remoteFileSystem(typeOf(dataDir));
  } catch (cause) {
    throw cause instanceof DatabaseError
      ? cause
      : unwritable(dataDir, systemCode(cause) ?? 'unknown', cause);
  }
  if (remote !== undefined)
    throw new DatabaseError(
      `DATA_DIR ${dataDir} is on ${remote}, where no lock keeps a second process out: set DATA_DIR ` +
        'to a directory on a local disk',
    );
}

/** A mounted volume may belong to another user: then who mounted it decides who may enter. */
function makeOwnerOnly(dataDir: string): void {
  if (statSync(dataDir).uid === process.getuid?.()) chmodSync(dataDir, 0o700);
}

/** Node's own recursive mkdir never returns where a file system refuses with ENOENT, as /proc does. */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another start was faster.
    if (systemCode(error) !== 'EEXIST') throw error;
  }
}

/** Nothing else in this process may open that file: closing it would free the kernel's lock. */
function lockedDatabase(dataDir: string): DatabaseSync {
  const path = join(dataDir, 'lock.db');
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return database;
  } catch (cause) {
    database?.close();
    const code = cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) & 0xff : 0;
    if (code === SQLITE_BUSY) throw locked(dataDir, holderOf(dataDir));
    if (code === SQLITE_NOT_A_DATABASE)
      throw new DatabaseError(`${path} is no lock of Request Desk: remove this file`, cause);
    throw unwritable(dataDir, `SQLite ${code}`, cause);
  }
}

function holderFile(dataDir: string): string {
  return join(dataDir, 'lock.txt');
}

/** As its file says; a process that has just taken the lock has not written it yet. */
function holderOf(dataDir: string): string {
  try {
    const text = readFileSync(holderFile(dataDir), 'utf8').trim();
    if (/^process \d+ on .* since \S+$/.test(text)) return text;
  } catch {
    // Said without a name.
  }
  return 'another process';
}

function locked(dataDir: string, holder: string): DatabaseError {
  return new DatabaseError(
    `DATA_DIR ${dataDir} is in use by ${holder}: stop that Request Desk, or give this one its own ` +
      'DATA_DIR',
  );
}

function unwritable(dataDir: string, code: string, cause: unknown): DatabaseError {
  const todo =
    code === 'ENOSPC' || code === 'EDQUOT' ? 'make room there' : 'correct its owner or its mount';
  return new DatabaseError(
    `DATA_DIR ${dataDir} cannot be written (${code}): ${todo}, or set DATA_DIR to another directory`,
    cause,
  );
}
