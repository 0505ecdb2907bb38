import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Programs that have no package here: built from Go's module proxy, at these releases. */
const INSTALLED = {
  helm: 'helm.sh/helm/v3/cmd/helm@v3.22.0',
  'kubectl-validate': 'sigs.k8s.io/kubectl-validate@v0.0.4',
} as const;
const COMPOSE_GO = 'github.com/compose-spec/compose-go/v2@v2.16.2';
const COMPOSE_SOURCE = join(import.meta.dirname, 'compose/main.go');

export type GoTool = keyof typeof INSTALLED | 'compose-check';

/**
 * The path of a program in `directory`, built there if it is missing (minutes, at the lowest priority).
 * Throws an error that says in one line why it cannot be had.
 */
export function goTool(directory: string, name: GoTool): string {
  const path = join(directory, 'bin', name);
  if (existsSync(path)) return path;
  if (spawnSync('go', ['version']).status !== 0)
    throw new Error(`${name} is not in ${join(directory, 'bin')}, and there is no Go to build it`);
  mkdirSync(join(directory, 'bin'), { recursive: true });
  console.log(`building ${name} …`);
  if (name === 'compose-check') buildComposeCheck(directory, path);
  else go(directory, ['install', INSTALLED[name]], join(directory, 'bin'));
  return path;
}

function buildComposeCheck(directory: string, path: string): void {
  const source = join(directory, 'compose-check');
  mkdirSync(source, { recursive: true });
  copyFileSync(COMPOSE_SOURCE, join(source, 'main.go'));
  if (!existsSync(join(source, 'go.mod'))) go(source, ['mod', 'init', 'compose-check']);
  go(source, ['get', COMPOSE_GO]);
  go(source, ['mod', 'tidy']);
  go(source, ['build', '-o', path, '.']);
}

function go(cwd: string, args: readonly string[], bin?: string): void {
  const env = { ...process.env, GOMAXPROCS: '1', GOFLAGS: '-p=1', ...(bin && { GOBIN: bin }) };
  try {
    execFileSync('nice', ['-n', '19', 'go', ...args], { cwd, env, stdio: 'pipe' });
  } catch (error) {
    const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    throw new Error(`go ${args.join(' ')}: ${text.trim().split('\n').at(-1) ?? 'failed'}`);
  }
}
