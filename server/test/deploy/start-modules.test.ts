import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';

const MAIN = join(import.meta.dirname, '../../src/main.ts');
/** Prints where each module comes from, once all are loaded. */
const LISTING = `
  import { registerHooks } from 'node:module';
  const urls = [];
  registerHooks({ load(url, context, next) { urls.push(url); return next(url, context); } });
  process.on('exit', () => console.log(urls.join('\\n')));
`;
let modules: readonly string[] = [];

beforeAll(() => {
  const listing = `data:text/javascript,${encodeURIComponent(LISTING)}`;
  const args = ['--import', listing, MAIN, '--help'];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  modules = stdout.split('\n').filter((line) => line.startsWith('file:'));
});

test.each(['fastify', 'drizzle-orm', '@clickhouse/client', '@opentelemetry/sdk-trace'])(
  'a start loads %s',
  (name) => {
    expect(modules.some((url) => url.includes(`/node_modules/${name}/`))).toBe(true);
  },
);

test.each([
  '@opentelemetry/sdk-node',
  '@grpc/grpc-js',
  'yaml',
  '@sentry/node',
  'nodemailer',
  'openid-client',
  'chrono-node',
  'pg',
  '@redis/client',
  '@electric-sql/pglite',
])('a start loads no %s before something needs it', (name) => {
  expect(modules.filter((url) => url.includes(`/node_modules/${name}/`))).toEqual([]);
});

test('the demo is loaded with --demo alone', () => {
  expect(modules.filter((url) => url.endsWith('/server/src/demo/start-demo.ts'))).toEqual([]);
});
