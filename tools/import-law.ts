import { posix } from 'node:path';

/**
 * Who may import whom: each folder, and what it may import besides itself. The longest folder that a
 * file stands in decides; a file in none of them is a fault. `x/*` means files that stand directly in
 * x: what a feature offers to others. `~` marks what only tests may import.
 */
const LAW: Readonly<Record<string, readonly string[]>> = {
  'shared/src': [],
  'emitter/src': ['shared/src', '~testkit', '~server/src', '~examples'],
  'server/src/directory': [],
  'server/src/http': ['shared/src', 'emitter/src', '~testkit'],
  'server/src/database': ['shared/src', 'emitter/src', 'server/src/http', '~testkit'],
  'server/src/clickhouse': ['shared/src', 'emitter/src', 'package.json', '~testkit'],
  'server/src/workers': [],
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
  'server/src': ['shared/src', 'emitter/src', 'server/src', 'package.json', '~testkit'],
  'server/test': ['shared/src', 'emitter/src', 'server/src', 'testkit', 'bench', 'deploy'],
  'web/src/api': ['shared/src'],
  'web/src/ui': ['shared/src', 'web/src/api'],
  'web/src/pages': ['shared/src', 'web/src/api', 'web/src/ui'],
  'web/src/app': ['shared/src', 'web/src/api', 'web/src/ui', 'web/src/pages'],
  web: [],
  examples: [],
  testkit: ['shared/src', 'emitter/src', 'server/src', 'examples'],
  e2e: ['shared/src', 'emitter/src', 'server/src', 'testkit', 'examples'],
  bench: ['shared/src', 'emitter/src', 'server/src', 'testkit'],
  tools: ['shared/src', 'emitter/src', 'server/src', 'testkit', 'package.json'],
  server: [],
  '': [],
};

const SPECIFIER =
  /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s+['"]([^'"]+)['"]/g;

const PACKAGES: Readonly<Record<string, string>> = {
  '@request-desk/shared/': 'shared/src/',
  '@request-desk/fastify/': 'emitter/src/',
};

/** Places in `text` where `file` imports against the law, one sentence each. */
export function importFaults(file: string, text: string): string[] {
  const room = roomOf(file);
  if (room === undefined) return [`${file}: stands in no folder that the import law knows`];
  const faults: string[] = [];
  for (const match of text.matchAll(SPECIFIER)) {
    const specifier = match[1] ?? match[2] ?? match[3] ?? '';
    const target = targetOf(file, specifier);
    if (target === undefined || allowed(file, room, target)) continue;
    faults.push(`${file}: imports ${specifier}: ${room || 'the root'} may not import ${target}`);
  }
  return faults;
}

/** The file that a specifier names, or undefined for packages of others. */
function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier);
  for (const [name, folder] of Object.entries(PACKAGES))
    if (specifier.startsWith(name)) return `${folder}${specifier.slice(name.length)}.ts`;
  return undefined;
}

function roomOf(path: string): string | undefined {
  const rooms = Object.keys(LAW).filter((room) =>
    room === '' ? !path.includes('/') : path === room || path.startsWith(`${room}/`),
  );
  return rooms.sort((a, b) => b.length - a.length)[0];
}

function allowed(file: string, room: string, target: string): boolean {
  const test = /\.(test|fixture)\.tsx?$/.test(file);
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
