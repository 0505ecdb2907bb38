import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const OURS = '@request-desk';

/**
 * Checks `commit` out at `directory`, with the packages of this checkout and its own workspaces.
 * Resolves with its `main.ts`; `removeRelease` undoes it.
 */
export function checkOutRelease(commit: string, directory: string): string {
  git('worktree', 'add', '-q', '--detach', directory, commit);
  const modules = join(ROOT, 'node_modules');
  const own = join(directory, 'node_modules');
  mkdirSync(join(own, OURS), { recursive: true });
  for (const name of readdirSync(modules)) {
    if (name !== OURS) symlinkSync(join(modules, name), join(own, name));
  }
  for (const name of ['shared', 'server', 'web']) {
    symlinkSync(join(directory, name), join(own, OURS, name));
  }
  return join(directory, 'server/src/main.ts');
}

export function removeRelease(directory: string): void {
  git('worktree', 'remove', '--force', directory);
}

function git(...args: readonly string[]): void {
  execFileSync('git', args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
}
