/**
 * Makes the npm package `@meetso/client` in client/dist: JavaScript and types, for any Node or browser that
 * has `fetch`. Then `npm pack ./client/dist` or `npm publish ./client/dist`.
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { compilePackage } from './compile-package.ts';

const ROOT = join(import.meta.dirname, '../..');
const DIST = join(ROOT, 'client/dist');

compilePackage('client/tsconfig.build.json', DIST);
writeFileSync(join(DIST, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
cpSync(join(ROOT, 'client/README.md'), join(DIST, 'README.md'));
cpSync(join(ROOT, 'LICENSE'), join(DIST, 'LICENSE'));
console.log(`made ${relative(ROOT, DIST)}`);

function manifest() {
  const { name, version, license, description } = JSON.parse(
    readFileSync(join(ROOT, 'client/package.json'), 'utf8'),
  ) as Readonly<Record<string, string>>;
  return {
    name,
    version,
    license,
    description,
    type: 'module',
    sideEffects: false,
    engines: { node: '>=20.3' },
    exports: { '.': { types: './client.d.ts', default: './client.js' } },
  };
}
