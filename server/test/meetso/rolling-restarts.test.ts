import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { postgresMissing } from '../../../testkit/engines/postgres-server.ts';

const BENCH = join(import.meta.dirname, '../../../bench/rolling-restarts.ts');
const missing = postgresMissing();
if (missing) console.log(`no rolling restarts: ${missing}`);

it.skipIf(missing)(
  'fails no request while two API processes behind a balancer are restarted in turn',
  async () => {
    const child = spawn(process.execPath, [BENCH, '--short'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) lines.push(line);
    const code = child.exitCode ?? (await new Promise((resolve) => child.once('exit', resolve)));
    expect(code, lines.join('\n')).toBe(0);
  },
  300_000,
);
