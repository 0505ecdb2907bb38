import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { spooledRecords } from '../../testkit/otlp/spooled-records.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'request-desk-packed-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CONSUMER = `
import { type Failure, requestDesk } from '@request-desk/fastify';
import Fastify from 'fastify';
import profile from './profile.json' with { type: 'json' };

const desk = requestDesk({ profile, endpoint: 'http://127.0.0.1:9', spool: './spool' });
const app = Fastify(desk.serverOptions());
await app.register(desk.plugin);
app.get('/pay', async (request): Promise<never> => {
  request.telemetry.event.orgId = 'acct_1';
  throw desk.fail('card_declined', 'no_funds', 'The card was declined.');
});
// @ts-expect-error a cause of another code
const wrong: Failure = desk.fail('card_declined', 'crash', 'No.');
const url = await app.listen({ port: 0, host: '127.0.0.1' });
const response = await fetch(url + '/pay');
console.log('answered', wrong.code, response.status, response.headers.get('x-request-id'));
await app.close();
`;
const TSCONFIG = {
  compilerOptions: {
    strict: true,
    module: 'nodenext',
    target: 'es2024',
    resolveJsonModule: true,
    skipLibCheck: false,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    types: ['node'],
    outDir: 'built',
    rootDir: '.',
  },
  files: ['consumer.ts', 'profile.json'],
};

/** Undefined, or why the packages that it needs cannot be had here. */
async function install(tarball: string): Promise<string | undefined> {
  const wanted = [tarball, 'fastify@5', 'pino@10', '@opentelemetry/api@1', '@types/node@24'];
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--fetch-timeout=20000'];
  try {
    await run('npm', ['install', ...flags, ...wanted], { cwd: folder, timeout: 240_000 });
    return undefined;
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr ?? error);
    if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ENOTCACHED/.test(said)) return said;
    throw error;
  }
}

it('is installed from its tarball, type-checked strictly, and answers with an event', async ({
  skip,
}) => {
  const node = process.execPath;
  await run(node, [join(ROOT, 'tools/pack/emitter.ts')]);
  const dist = join(ROOT, 'emitter/dist');
  execFileSync('npm', ['pack', '--pack-destination', folder], { cwd: dist, stdio: 'ignore' });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  mkdirSync(join(folder, 'spool'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module","private":true}');
  const refused = await install(`./${tarball}`);
  skip(refused !== undefined, `the registry is not in reach: ${refused?.slice(0, 200)}`);

  cpSync(join(ROOT, 'examples/charges-api/profile.json'), join(folder, 'profile.json'));
  writeFileSync(join(folder, 'consumer.ts'), CONSUMER);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  await run(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder]).catch((error: unknown) => {
    throw new Error((error as { stdout: string }).stdout);
  });

  const { stdout } = await run(node, ['built/consumer.js'], { cwd: folder });
  const [, status, id] = /answered card_declined (\d+) (\S+)/.exec(stdout) ?? [];
  expect(status).toBe('402');
  const events = spooledRecords(join(folder, 'spool')).filter(({ attributes }) =>
    Object.values(attributes).includes(id),
  );
  const values = events.flatMap(({ attributes }) => Object.values(attributes));
  for (const value of ['card_declined', 'no_funds', 'acct_1']) expect(values).toContain(value);
}, 360_000);
