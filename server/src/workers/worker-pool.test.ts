import { getPriority } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { WorkerPool, WorkRefused } from './worker-pool.ts';

const module = join(import.meta.dirname, 'where.fixture.ts');

interface Where {
  readonly thread: number;
  readonly main: boolean;
  readonly secrets: number;
  readonly bytes: number;
  readonly priority: number;
}

it('works in a thread of its own, which has none of our variables, and takes the memory with it', async () => {
  await using pool = disposable(
    new WorkerPool<Uint8Array, Where>({ module, queue: 4, deadlineMs: 20_000 }),
  );
  const bytes = new Uint8Array(1000);
  const where = await pool.work.run(bytes, [bytes.buffer]);
  expect(where).toMatchObject({ main: false, secrets: 0, bytes: 1000 });
  expect(bytes.length).toBe(0);
  expect(pool.work.completed).toBe(1);
});

it.runIf(process.platform === 'linux')(
  'lets the thread that answers customers go first',
  async () => {
    await using pool = disposable(
      new WorkerPool<string, Where>({ module, queue: 1, deadlineMs: 20_000 }),
    );
    const { priority } = await pool.work.run('x');
    expect(priority).toBe(Math.min(getPriority() + 10, 19));
  },
);

it('gives up what takes too long, and works on', async () => {
  await using pool = disposable(
    new WorkerPool<string, Where>({ module, queue: 4, deadlineMs: 3_000 }),
  );
  await expect(pool.work.run('for ever')).rejects.toMatchObject({ why: 'late' });
  expect(await pool.work.run('x')).toMatchObject({ main: false });
});

it('refuses what would wait behind too much', async () => {
  await using pool = disposable(
    new WorkerPool<string, Where>({ module, queue: 1, deadlineMs: 3_000 }),
  );
  const all = ['for ever', 'for ever', 'x', 'x'].map((task) =>
    pool.work.run(task).then(
      () => 'done',
      (error: unknown) => (error instanceof WorkRefused ? error.why : error),
    ),
  );
  expect(await Promise.all(all)).toContain('busy');
});

function disposable<T extends { close(): Promise<void> }>(work: T) {
  return { work, [Symbol.asyncDispose]: () => work.close() };
}
