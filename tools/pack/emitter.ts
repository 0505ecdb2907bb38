/**
 * Makes the npm package `@request-desk/fastify` in emitter/dist: JavaScript and types of the emitter
 * and of what it needs of shared, and a package.json that names published packages only. Then
 * `npm pack ./emitter/dist` or `npm publish ./emitter/dist`.
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { compilePackage } from './compile-package.ts';

const ROOT = join(import.meta.dirname, '../..');
const DIST = join(ROOT, 'emitter/dist');
const PEERS = new Set(['fastify', 'pino', '@opentelemetry/api', '@sentry/node']);
const ENTRY = 'emitter/src/request-desk';

compilePackage('emitter/tsconfig.build.json', DIST, withSharedImports);
writeFileSync(join(DIST, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
cpSync(join(ROOT, 'emitter/README.md'), join(DIST, 'README.md'));
cpSync(join(ROOT, 'LICENSE'), join(DIST, 'LICENSE'));
console.log(`made ${relative(ROOT, DIST)}`);

/** Parts of shared are in the package. */
function withSharedImports(file: string, text: string): string {
  const shared = relative(join(file, '..'), join(DIST, 'shared/src'));
  return text.replace(/(['"])@request-desk\/shared\/([\w-]+)\1/g, (_, quote, name) =>
    [quote, `${shared}/${name}.js`, quote].join(''),
  );
}

function manifest() {
  const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
  const { name, version, license, dependencies } = read('emitter/package.json') as {
    name: string;
    version: string;
    license: string;
    dependencies: Record<string, string>;
  };
  const all = Object.entries(dependencies).filter(([other]) => !other.startsWith('@request-desk/'));
  const compatible = ([other, at]: [string, string]) => [other, `^${at}`];
  return {
    name,
    version,
    license,
    type: 'module',
    description: 'Gives a Fastify API a support desk: request ids, wide events, logs and traces',
    engines: { node: '>=22.13' },
    exports: { '.': { types: `./${ENTRY}.d.ts`, default: `./${ENTRY}.js` } },
    dependencies: Object.fromEntries(all.filter(([other]) => !PEERS.has(other))),
    peerDependencies: Object.fromEntries(all.filter(([other]) => PEERS.has(other)).map(compatible)),
    peerDependenciesMeta: { '@sentry/node': { optional: true } },
  };
}
