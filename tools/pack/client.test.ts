import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'meetso-client-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CONSUMER = `
import { MeetsoClient, MeetsoError } from '@meetso/client';

const refusal = { error: { code: 'not_found', message: 'No.', request_id: 'req_1' } };
const meetso = new MeetsoClient({
  url: 'https://api.meetso.example',
  key: 'mts_live_x',
  fetch: async () => Response.json(refusal, { status: 404, headers: { 'x-request-id': 'req_1' } }),
});
// @ts-expect-error a meeting needs a title
const wrong = () => meetso.call('post', '/public/v1/meetings', { body: { duration_minutes: 1 } });
try {
  const { title } = await meetso.call('get', '/public/v1/meetings/{id}', { path: { id: 'x' } });
  console.log(title, wrong);
} catch (error) {
  if (error instanceof MeetsoError) console.log('answered', error.code, error.requestId);
}
`;
const TSCONFIG = {
  compilerOptions: {
    strict: true,
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2022', 'dom'],
    skipLibCheck: false,
    types: [],
    outDir: 'built',
    rootDir: '.',
  },
  files: ['consumer.ts'],
};

it('is a package that type-checks without ours and runs in Node as it is installed', async () => {
  await run(process.execPath, [join(ROOT, 'tools/pack/client.ts')]);
  const installed = join(folder, 'node_modules/@meetso/client');
  mkdirSync(installed, { recursive: true });
  cpSync(join(ROOT, 'client/dist'), installed, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module","private":true}');
  writeFileSync(join(folder, 'consumer.ts'), CONSUMER);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  await run(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder]).catch((error: unknown) => {
    throw new Error((error as { stdout: string }).stdout);
  });
  const { stdout } = await run(process.execPath, ['built/consumer.js'], { cwd: folder });
  expect(stdout.trim()).toBe('answered not_found req_1');
}, 120_000);
