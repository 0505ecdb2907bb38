/**
 * Makes the npm package `@request-desk/fastify` in emitter/dist: JavaScript and types of the emitter
 * and of what it needs of shared, and a package.json that names published packages only. Then
 * `npm pack ./emitter/dist` or `npm publish ./emitter/dist`.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const DIST = join(ROOT, 'emitter/dist');
const PEERS = new Set(['fastify', 'pino', '@opentelemetry/api', '@sentry/node']);
const ENTRY = 'emitter/src/request-desk';

rmSync(DIST, { recursive: true, force: true });
execFileSync(
  join(ROOT, 'node_modules/.bin/tsc'),
  ['-p', join(ROOT, 'emitter/tsconfig.build.json'), '--outDir', DIST],
  { stdio: 'inherit' },
);
for (const entry of readdirSync(DIST, { recursive: true, encoding: 'utf8' })) {
  if (!/\.(?:js|d\.ts)$/.test(entry)) continue;
  const file = join(DIST, entry);
  writeFileSync(file, withRelativeImports(file, readFileSync(file, 'utf8')));
}
writeFileSync(join(DIST, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
cpSync(join(ROOT, 'emitter/README.md'), join(DIST, 'README.md'));
cpSync(join(ROOT, 'LICENSE'), join(DIST, 'LICENSE'));
console.log(`made ${relative(ROOT, DIST)}`);

/** Parts of shared are in the package; declarations keep the endings of sources. */
function withRelativeImports(file: string, text: string): string {
  const shared = relative(join(file, '..'), join(DIST, 'shared/src'));
  return text
    .replace(/(['"])@request-desk\/shared\/([\w-]+)\1/g, (_, quote, name) =>
      [quote, `${shared}/${name}.js`, quote].join(''),
    )
    .replace(/(from |import\()(['"])(\.[^'"]*)\.ts\2/g, '$1$2$3.js$2');
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
    ...{ name, version, license, type: 'module' },
    description: 'Gives a Fastify API a support desk: request ids, wide events, logs and traces',
    engines: { node: '>=22.13' },
    exports: { '.': { types: `./${ENTRY}.d.ts`, default: `./${ENTRY}.js` } },
    dependencies: Object.fromEntries(all.filter(([other]) => !PEERS.has(other))),
    peerDependencies: Object.fromEntries(all.filter(([other]) => PEERS.has(other)).map(compatible)),
    peerDependenciesMeta: { '@sentry/node': { optional: true } },
  };
}
