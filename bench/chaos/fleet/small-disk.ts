import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const CHUNK = Buffer.alloc(2 ** 20);

/** A file system of its own that can be filled to the last byte. */
export interface SmallDisk {
  /** Leaves no space at all: what is written next fails with ENOSPC. */
  fill(): void;
  /** Gives the space back. */
  empty(): void;
  unmount(): void;
}

/** A tmpfs of `megabytes` at `path`; undefined where nothing may be mounted (not root, no capability). */
export function mountSmallDisk(path: string, megabytes: number): SmallDisk | undefined {
  mkdirSync(path, { recursive: true });
  const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', path];
  if (spawnSync('mount', options, { stdio: 'ignore' }).status !== 0) return undefined;
  const unmount = () => void spawnSync('umount', ['-l', path], { stdio: 'ignore' });
  process.once('exit', unmount);
  const filler = join(path, 'filler');
  return {
    fill() {
      const file = openSync(filler, 'a');
      try {
        for (let size = CHUNK.length; size > 0; ) {
          if (!written(file, size)) size = Math.floor(size / 2);
        }
      } finally {
        closeSync(file);
      }
    },
    empty: () => rmSync(filler, { force: true }),
    unmount() {
      process.removeListener('exit', unmount);
      unmount();
    },
  };
}

function written(file: number, size: number): boolean {
  try {
    return writeSync(file, CHUNK, 0, size) === size;
  } catch {
    return false;
  }
}
