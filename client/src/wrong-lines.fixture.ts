import { execFile } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const TSC = join(import.meta.dirname, '../../node_modules/.bin/tsc');
const STRICT = ['--noEmit', '--strict', '--skipLibCheck', '--allowImportingTsExtensions'];
const TARGET = ['--target', 'es2022', '--module', 'nodenext', '--lib', 'es2022,dom', '--types', ''];

/**
 * Numbers of the lines of a TypeScript file that do not compile, in order. Rejects where one of those that
 * it imports does not.
 */
export async function wrongLines(file: string): Promise<number[]> {
  const options = { cwd: dirname(file), maxBuffer: 2 ** 24 };
  const run = promisify(execFile)(TSC, [...STRICT, ...TARGET, file], options);
  const { stdout } = await run.catch((failed: unknown) => failed as { stdout: string });
  const errors = [...stdout.matchAll(/^(\S+?)[(:](\d+)/gm)];
  const others = errors.filter(([, at]) => basename(at ?? '') !== basename(file));
  if (others.length > 0) throw new Error(stdout);
  return [...new Set(errors.map(([, , line]) => Number(line)))];
}
