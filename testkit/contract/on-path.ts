import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Where a program stands in PATH, or undefined. It is not started to find out: those of Python take
 * seconds to say their version.
 */
export function onPath(name: string, path = process.env.PATH ?? ''): string | undefined {
  return path
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}
