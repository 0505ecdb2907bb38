import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';

/** Who a spool directory says it is; `copied` when the file was not made where it lies. */
export interface Identity {
  readonly id: string;
  readonly copied: boolean;
}

const CONTENT = /^(prd_[0-9a-f]{16}) (\S+)\n$/;

/**
 * Reads the identity that stands in the file `path`, or undefined when there is none. It names the
 * file's own inode and birth, which no copy and no restored backup shares.
 */
export function readIdentity(path: string): Identity | undefined {
  let content: string;
  try {
    content = readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
  const match = CONTENT.exec(content);
  if (match?.[1] === undefined) return undefined;
  return { id: match[1], copied: match[2] !== birthOf(statSync(path, { bigint: true })) };
}

export function newProducerId(): string {
  return `prd_${randomBytes(8).toString('hex')}`;
}

/** Writes `id` into the file `path`, durably, over what stands there. Throws when it cannot. */
export function writeIdentity(path: string, id: string): void {
  const part = `${path}.part`;
  const fd = openSync(part, 'w');
  try {
    writeSync(fd, `${id} ${birthOf(fstatSync(fd, { bigint: true }))}\n`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(part, path);
}

function birthOf({ ino, birthtimeMs }: { ino: bigint; birthtimeMs: bigint }): string {
  return `${ino}-${birthtimeMs}`;
}
