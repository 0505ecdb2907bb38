import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { postgresMissing } from '../../../testkit/engines/postgres-server.ts';

const CHAOS = join(import.meta.dirname, '../../../bench/chaos.ts');
/** A minute more than the run gives itself, so that it can say what it was waiting for. */
const LIMIT_S = 420;

const missing = postgresMissing();
if (missing) console.log(`no fleet under chaos: ${missing}`);

it.skipIf(missing)(
  'denies no answered id at any moment, and loses none, whatever fails in a fleet of six processes',
  async () => {
    const seed = String(Date.now() % 1e6);
    const args = [CHAOS, '--fleet', '--short', '--seed', seed, '--limit', String(LIMIT_S)];
    // A process of its own: it ends all the others even when this test runs out of time.
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      for await (const line of createInterface({ input: child.stdout })) console.log(line);
      const code = child.exitCode ?? (await new Promise((resolve) => child.once('exit', resolve)));
      expect(code).toBe(0);
    } finally {
      child.kill('SIGTERM');
    }
  },
  (LIMIT_S + 60) * 1000,
);
