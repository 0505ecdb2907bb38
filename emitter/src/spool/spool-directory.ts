import { accessSync, constants, mkdirSync, statfsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

/** Thrown when the spool's directory cannot be one; the message is one line that says what to do. */
export class SpoolUnusable extends Error {}

/** Type numbers of file systems that are not this machine's (statfs(2)): NFS, SMB and CIFS. */
const REMOTE = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42]);
/** A full disk keeps no customer from being answered: what is missing is made at the next append. */
const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** Makes `path` for a spool; `setting` is what names it to people. Throws SpoolUnusable. */
export function prepareSpoolDirectory(path: string, setting = 'DATA_DIR'): void {
  const place = resolve(path);
  try {
    mkdirSync(place, { recursive: true, mode: 0o700 });
    if (!statSync(place).isDirectory()) throw Object.assign(new Error(), { code: 'EEXIST' });
    accessSync(place, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = codeOf(error);
    if (code !== undefined && FULL.has(code)) return;
    throw new SpoolUnusable(`The spool cannot be in ${place}: ${reasonOf(code, setting)}.`, {
      cause: error,
    });
  }
  if (isRemote(statfsSync(place).type)) {
    throw new SpoolUnusable(
      `The spool cannot be in ${place}: it is on a network file system, which loses what it has acknowledged. Set ${setting} to a local disk.`,
    );
  }
}

/** True for the type of a file system that another machine serves, as statfs(2) numbers them. */
export function isRemote(type: number): boolean {
  // Some platforms report the 32 bits as a signed number.
  return REMOTE.has(type >>> 0);
}

function reasonOf(code: string | undefined, setting: string): string {
  if (code === 'EEXIST' || code === 'ENOTDIR') {
    return `a file stands where a directory should be. Move it away, or set ${setting} to another place`;
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return `this user may not write there. Give it the directory, or set ${setting} to another place`;
  }
  if (code === 'EROFS') return `the file system is read-only. Set ${setting} to another place`;
  return `the system says ${code ?? 'no'}. Set ${setting} to another place`;
}

/** The system's name of the error, as in ENOENT, or undefined. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
