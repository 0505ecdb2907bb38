import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const RECORDER = join(import.meta.dirname, 'record-modules.mjs');

/** Variables with which a process of Node writes to `file` which modules it loads. */
export function recordingTo(file: string): Record<string, string> {
  return { LOADED_MODULES: file, NODE_OPTIONS: `--import=${RECORDER}` };
}

/** URLs of the files that were loaded so far, each once, in order. */
export function modulesIn(file: string): string[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return [...new Set(lines.filter((line) => line.startsWith('file:')))];
}

/** Libraries that the process has in memory, by their paths. */
export function librariesOf(pid: number): string[] {
  const maps = readFileSync(`/proc/${pid}/maps`, 'utf8');
  return [...new Set(maps.match(/\/\S+\.(?:so|node)\b\S*/g))];
}
