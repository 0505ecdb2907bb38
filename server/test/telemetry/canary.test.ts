import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runCanary } from '../../../testkit/canary/run-canary.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-canary-'));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

// A sample of `bench/canary.ts`, another one each day.
it('keeps no secret that customers, staff or their programs send, in whatever encoding, and no address', async () => {
  const seed = Math.floor(Date.now() / 86_400_000);
  const run = await runCanary({ directory, perKind: 3, seed });
  expect(run.calls).toBeGreaterThan(500);
  expect(run.bodies).toBeGreaterThan(100);
  expect(run.overlooked).toEqual([]);
  expect([seed, run.found.slice(0, 5)]).toEqual([seed, []]);
}, 300_000);
