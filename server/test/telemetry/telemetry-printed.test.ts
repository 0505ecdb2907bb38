import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';

it('has printed what the spool did not take before the answer leaves, even if nobody reads', async () => {
  const child = fork(join(import.meta.dirname, 'printing-process.ts'), { silent: true });
  const answered: string[] = [];
  child.on('message', (id) => answered.push(String(id)));
  await once(child, 'message');
  // Long enough to fill the pipe, which is not read so far.
  await setTimeout(2_000);
  child.kill('SIGKILL');
  const printed = child.stdout ? await text(child.stdout) : '';
  expect(answered.length).toBeGreaterThan(20);
  expect(answered.filter((id) => !printed.includes(id))).toEqual([]);
});
