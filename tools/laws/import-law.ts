import { posix } from 'node:path';

/**
 * Who may import whom: each folder, and what it may import besides itself. The longest folder that a
 * file stands in decides; a file in none of them is a fault. `x/*` means files that stand directly in
 * x: what a feature offers to others. `~` marks what only tests may import.
 */
const LAW: Readonly<Record<string, readonly string[]>> = {
  'shared/src': [],
  'emitter/src': ['shared/src', '~testkit', '~server/src', '~examples'],
  'client/src': ['~server/src/meetso/docs/openapi', '~testkit'],
  'server/src/directory': [],
  'server/src/http': ['shared/src', 'emitter/src', '~testkit'],
  'server/src/database': ['shared/src', 'emitter/src', 'server/src/http', '~testkit'],
  'server/src/clickhouse': [
    'shared/src',
    'emitter/src',
    'package.json',
    'server/src/workers',
    '~testkit',
  ],
  'server/src/workers': ['shared/src'],
  'server/src/watermark': [
    'shared/src',
    'emitter/src',
    'server/src/http',
    'server/src/database',
    'server/src/clickhouse',
    '~testkit',
  ],
  'server/src/meetso': [
    'shared/src',
    'emitter/src',
    'server/src/http',
    'server/src/database',
    'server/src/directory',
    'client/src',
    '~testkit',
    '~server/src',
  ],
  'server/src/ingest': [
    'shared/src',
    'emitter/src',
    'server/src/http',
    'server/src/workers',
    '~testkit',
  ],
  ...Object.fromEntries(
    ['lookup', 'explore', 'alerts', 'console', 'keys', 'cli'].map((feature) => [
      `server/src/${feature}`,
      [
        'shared/src',
        'emitter/src',
        'server/src/http',
        'server/src/database',
        'server/src/clickhouse',
        'server/src/watermark',
        'server/src/workers',
        'server/src/lookup/*',
        'server/src/explore/*',
        'server/src/alerts/*',
        'server/src/console/*',
        'package.json',
        'server/src/directory',
        '~server/src/meetso/profile.ts',
        '~server/src/config.ts',
        '~testkit',
      ],
    ]),
  ),
  'server/src/cli/request-desk.ts': ['server/src', 'shared/src', 'emitter/src'],
  'server/src/demo': ['shared/src', 'emitter/src', 'server/src'],
  'server/src': ['shared/src', 'emitter/src', 'server/src', 'package.json', '~testkit'],
  'server/test': ['shared/src', 'emitter/src', 'server/src', 'testkit', 'bench', 'deploy'],
  'web/src/api': ['shared/src'],
  'web/src/ui': ['shared/src', 'web/src/api'],
  'web/src/pages': ['shared/src', 'web/src/api', 'web/src/ui'],
  'web/src/app': ['shared/src', 'web/src/api', 'web/src/ui', 'web/src/pages'],
  'web/public': [],
  web: [],
  // By the package's name: what other companies have.
  examples: ['emitter/src/request-desk.ts'],
  testkit: ['shared/src', 'emitter/src', 'server/src', 'examples'],
  e2e: ['shared/src', 'emitter/src', 'server/src', 'testkit', 'examples'],
  bench: ['shared/src', 'emitter/src', 'server/src', 'testkit'],
  tools: ['shared/src', 'emitter/src', 'server/src', 'testkit', 'package.json'],
  server: [],
  '': [],
};

/** Of these the files that stand directly in them: a new folder needs a line of its own. */
const FLAT: ReadonlySet<string> = new Set(['server/src', 'web']);

const GAP = String.raw`\s*(?:(?:/\*[^*]*\*/|//[^\n]*\n)\s*)*`;
/** Whatever stands behind `from` or `import`, or first in a call: `import(…)`, `require(…)`, `new URL(…)`. */
const SPECIFIER = new RegExp(
  `(?:(\\bfrom|\\bimport(?:${GAP}\\()?)|\\()${GAP}(['"\`])([^'"\`\\n]+)\\2`,
  'g',
);
const COMPUTED = new RegExp(`\\bimport${GAP}\\(${GAP}(?!['"]|\`[^\`$]*\`)[\\w\`]`, 'g');

const PACKAGES: Readonly<Record<string, string>> = {
  '@request-desk/shared/': 'shared/src/',
  '@request-desk/fastify/': 'emitter/src/',
  '@request-desk/server/': 'server/',
  '@request-desk/web/': 'web/',
};
/** Files that are no test may import none, or what only tests may import would come in by them. */
const PRODUCT = /^(?:shared|emitter|server|web)\/src\//;
const TEST = /\.(?:test|fixture)\.tsx?$/;

/** Places in `text` where `file` imports against the law, one sentence each. */
export function importFaults(file: string, text: string): string[] {
  const room = roomOf(file);
  if (room === undefined) return [`${file}: stands in no folder that the import law knows`];
  const faults: string[] = [];
  for (const [, keyword, , specifier = ''] of text.matchAll(SPECIFIER)) {
    const target = targetOf(file, specifier, keyword !== undefined);
    if (target === undefined || allowed(file, room, target)) continue;
    faults.push(`${file}: imports ${specifier}: ${room || 'the root'} may not import ${target}`);
  }
  for (const [computed] of text.matchAll(COMPUTED))
    faults.push(`${file}: ${computed}… imports what nobody can read; write the path out`);
  return faults;
}

/** The file that a specifier names, or undefined for packages of others and other texts in calls. */
function targetOf(file: string, specifier: string, imported: boolean): string | undefined {
  if (/^\.\.?\//.test(specifier)) {
    const target = posix.join(posix.dirname(file), specifier);
    return imported || /\.(?:[cm]?[jt]sx?|json)$/.test(target) ? target : undefined;
  }
  if (specifier === '@request-desk/fastify') return 'emitter/src/request-desk.ts';
  for (const [name, folder] of Object.entries(PACKAGES))
    if (specifier.startsWith(name)) {
      const target = folder + specifier.slice(name.length);
      return /\.\w+$/.test(target) ? target : `${target}.ts`;
    }
  return imported && /^(?:\/|file:|#)/.test(specifier) ? specifier : undefined;
}

function roomOf(path: string): string | undefined {
  const rooms = Object.keys(LAW).filter((room) =>
    room === '' ? !path.includes('/') : path === room || path.startsWith(`${room}/`),
  );
  const [room] = rooms.sort((a, b) => b.length - a.length);
  if (room !== undefined && FLAT.has(room) && posix.dirname(path) !== room) return undefined;
  return room;
}

function allowed(file: string, room: string, target: string): boolean {
  const test = TEST.test(file);
  if (!test && PRODUCT.test(file) && TEST.test(target)) return false;
  const inside = room === '' ? !target.includes('/') : roomOf(target) === room;
  if (inside) return room !== 'web/src/pages' || pageOf(file) === pageOf(target);
  return (LAW[room] ?? []).some((entry) => {
    if (entry.startsWith('~') && !test) return false;
    const place = entry.replace('~', '');
    if (place.endsWith('/*')) return posix.dirname(target) === place.slice(0, -2);
    return target === place || target.startsWith(`${place}/`);
  });
}

/** Pages do not import each other. */
function pageOf(path: string): string | undefined {
  return path.slice('web/src/pages/'.length).split('/')[0];
}
