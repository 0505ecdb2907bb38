import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { spooledRecords } from '../../testkit/otlp/spooled-records.ts';

const MAIN = join(import.meta.dirname, '../../examples/charges-api/main.ts');
const spool = mkdtempSync(join(tmpdir(), 'charges-killed-'));
const children: ChildProcess[] = [];
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(spool, { recursive: true });
});

/** The example in a process of its own, whose desk is away. */
async function start() {
  const { PATH } = process.env;
  const child = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH, PORT: '0', SPOOL: spool, DESK_URL: 'http://127.0.0.1:9' },
  });
  children.push(child);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await expect.poll(() => output).toContain('listens on');
  return { child, url: /listens on (\S+)/.exec(output)?.[1] ?? '' };
}

it('a killed process has every failure that it answered in its spool, and the next says so', async () => {
  const first = await start();
  const ids: string[] = [];
  for (let n = 0; n < 5; n++) {
    const response = await fetch(`${first.url}/v1/charges/${n}`);
    expect(response.status).toBe(401);
    ids.push(response.headers.get('x-request-id') ?? '');
  }
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  const stored = spooledRecords(spool).flatMap(({ attributes }) => Object.values(attributes));
  for (const id of ids) expect(stored).toContain(id);

  const second = await start();
  second.child.kill('SIGTERM');
  await once(second.child, 'exit');
  const states = spooledRecords(spool)
    .map(({ attributes: a }) => [
      Number(a['request_desk.producer.epoch']),
      a['request_desk.watermark.state'],
    ])
    .filter(([, state]) => state === 'ended' || state === 'drained');
  expect(states).toEqual([
    [1, 'ended'],
    [2, 'drained'],
  ]);
}, 60_000);
