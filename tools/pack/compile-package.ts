import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/**
 * Makes JavaScript and declarations of `project` (a tsconfig, from the root) in an emptied `dist`, with
 * imports that are found there. `rewrite` changes more of a file's text, by its path.
 */
export function compilePackage(
  project: string,
  dist: string,
  rewrite: (file: string, text: string) => string = (_file, text) => text,
): void {
  rmSync(dist, { recursive: true, force: true });
  execFileSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', join(ROOT, project), '--outDir', dist], {
    stdio: 'inherit',
  });
  for (const entry of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(?:js|d\.ts)$/.test(entry)) continue;
    const file = join(dist, entry);
    // Declarations keep the endings of sources.
    const text = rewrite(file, readFileSync(file, 'utf8'));
    writeFileSync(file, text.replace(/(from |import\()(['"])(\.[^'"]*)\.ts\2/g, '$1$2$3.js$2'));
  }
}
