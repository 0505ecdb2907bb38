import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const WORKSPACES = ['shared', 'emitter', 'server', 'client', 'web'];
const FOLDERS = [...WORKSPACES, 'testkit', 'tools', 'bench', 'e2e', 'examples'];
const LEFT_OUT = ['node_modules', 'dist'];

/** Text that is put in place of another one, which the file has once. */
export interface Edit {
  readonly path: string;
  readonly from: string;
  readonly to: string;
}

/** What the type check says of a file. */
export interface TypeFault {
  readonly path: string;
  readonly message: string;
}

/** Makes `edits` in a copy of the tree and resolves with what the type check says of all of it then. */
export async function typeFaults(edits: readonly Edit[]): Promise<TypeFault[]> {
  const copy = mkdtempSync(join(tmpdir(), 'desk-trial-'));
  try {
    copyTo(copy);
    for (const { path, from, to } of edits) {
      const parts = readFileSync(join(copy, path), 'utf8').split(from);
      if (parts.length !== 2) throw new Error(`${path} has not once: ${from}`);
      writeFileSync(join(copy, path), parts.join(to));
    }
    return [...(await check(copy, '.')), ...(await check(copy, 'web'))];
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function copyTo(copy: string): void {
  for (const name of ['tsconfig.json', 'package.json', 'vitest.config.ts'])
    cpSync(join(ROOT, name), join(copy, name));
  const filter = (path: string) => !LEFT_OUT.includes(basename(path));
  for (const folder of FOLDERS)
    cpSync(join(ROOT, folder), join(copy, folder), { recursive: true, filter });
  const installed = join(copy, 'node_modules');
  mkdirSync(join(installed, '@request-desk'), { recursive: true });
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    if (name !== '@request-desk')
      symlinkSync(join(ROOT, 'node_modules', name), join(installed, name));
  for (const name of WORKSPACES)
    symlinkSync(
      join(copy, name),
      join(installed, '@request-desk', name === 'emitter' ? 'fastify' : name),
    );
  for (const name of WORKSPACES)
    if (readdirSync(join(ROOT, name)).includes('node_modules'))
      symlinkSync(join(ROOT, name, 'node_modules'), join(copy, name, 'node_modules'));
}

async function check(copy: string, project: string): Promise<TypeFault[]> {
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  const said = await run(tsc, ['-p', project, '--pretty', 'false'], { cwd: copy }).then(
    ({ stdout }) => stdout,
    (error: unknown) => String((error as { stdout?: string }).stdout),
  );
  return [...said.matchAll(/^(\S+)\(\d+,\d+\): error (.*(?:\n .*)*)/gm)].map(
    ([, path = '', message = '']) => ({ path, message }),
  );
}
