import { accessSync, constants, mkdirSync, statfsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemCode } from '@request-desk/shared/system-code';
import { remoteFileSystem } from './remote-file-systems.ts';

/** Thrown when the spool's directory cannot be one; the message is one line that says what to do. */
export class SpoolUnusable extends Error {}

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
    const code = systemCode(error);
    if (code !== undefined && FULL.has(code)) return;
    throw new SpoolUnusable(`The spool cannot be in ${place}: ${reasonOf(code, setting)}.`, {
      cause: error,
    });
  }
  const remote = remoteFileSystem(statfsSync(place).type);
  if (remote !== undefined) {
    throw new SpoolUnusable(
      `The spool cannot be in ${place}: it is on ${remote}, a file system of another machine, which loses what it has acknowledged. Set ${setting} to a local disk.`,
    );
  }
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
