import { posix } from 'node:path';

const SPECIFIER =
  /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s+['"]([^'"]+)['"]/g;

const PLATFORM = ['http', 'telemetry', 'producer', 'spool', 'clickhouse', 'database'];
const FEATURES = [
  'public-api',
  'ingest',
  'lookup',
  'explore',
  'alerts',
  'staff',
  'keys',
  'watermark',
  'demo',
  'doors',
];
const WEB_LAYERS = ['api', 'ui', 'pages', 'app'];

/** Places in `text` where `file` imports against the law, one sentence each. */
export function importFaults(file: string, text: string): string[] {
  const test = /\.test\.tsx?$/.test(file);
  const faults: string[] = [];
  for (const match of text.matchAll(SPECIFIER)) {
    const specifier = match[1] ?? match[2] ?? match[3];
    if (specifier === undefined) continue;
    const target = specifier.startsWith('.')
      ? posix.join(posix.dirname(file), specifier)
      : specifier.replace(/^@request-desk\//, '');
    const why = fault(file, target, test);
    if (why) faults.push(`${file}: imports ${specifier}: ${why}`);
  }
  return faults;
}

function fault(from: string, to: string, test: boolean): string | undefined {
  if (from.startsWith('shared/') && /^(server|web)\//.test(to))
    return 'shared imports neither server nor web';
  if (from.startsWith('web/src/')) return webFault(from, to);
  if (from.startsWith('server/src/') && !test) return serverFault(from, to);
  return undefined;
}

function webFault(from: string, to: string): string | undefined {
  if (to.startsWith('server/')) return 'the browser never imports the server';
  const source = layer(from, 'web/src/');
  const target = layer(to, 'web/src/');
  if (source === undefined || target === undefined) return undefined;
  const [a, b] = [WEB_LAYERS.indexOf(source), WEB_LAYERS.indexOf(target)];
  if (a < 0 || b < 0) return undefined;
  if (b > a) return `${source} may not import ${target}`;
  if (source === 'pages' && target === 'pages' && pageOf(from) !== pageOf(to))
    return 'pages do not import each other';
  return undefined;
}

function serverFault(from: string, to: string): string | undefined {
  const target = layer(to, 'server/src/');
  if (to.startsWith('web/')) return 'the server does not import the browser';
  if (target === undefined) return undefined;
  const source = layer(from, 'server/src/');
  if (source === undefined) return undefined; // main.ts, roles.ts and config.ts compose the rest
  if (target === source) return undefined;
  if (PLATFORM.includes(source) && FEATURES.includes(target))
    return `${source} is below the features and may not import ${target}`;
  if (FEATURES.includes(source) && FEATURES.includes(target) && !topLevel(to))
    return `${source} may only import a top-level file of ${target}`;
  return undefined;
}

/** The first folder below `root`, or undefined for files at the root or elsewhere. */
function layer(path: string, root: string): string | undefined {
  if (!path.startsWith(root)) return undefined;
  const parts = path.slice(root.length).split('/');
  return parts.length > 1 ? parts[0] : undefined;
}

function topLevel(path: string): boolean {
  return path.slice('server/src/'.length).split('/').length === 2;
}

function pageOf(path: string): string | undefined {
  return path.slice('web/src/pages/'.length).split('/')[0];
}
