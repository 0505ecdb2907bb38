import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../../../testkit/random.ts';
import { Fleet } from './fleet.ts';
import { run } from './run.ts';
import type { FleetReport, FleetRunOptions } from './run-options.ts';

/** Runs the fleet through its schedule and judges it. Everything it made is gone afterwards. */
export async function runFleet(options: FleetRunOptions): Promise<FleetReport> {
  const began = performance.now();
  const seconds = () => ((performance.now() - began) / 1000).toFixed(1).padStart(6);
  const log = (text: string) => options.log(`${seconds()} s  ${text}`);
  const random = new Random(options.seed);
  const root = mkdtempSync(join(tmpdir(), 'desk-fleet-'));
  const { source, pollMs, drainSeconds } = options;
  const fleet = new Fleet({ root, random, source, pollMs, drainSeconds, log });
  const over = new AbortController();
  const limit = setTimeout(() => over.abort(), options.limitMs);
  let closed: Promise<void> | undefined;
  const close = () => {
    clearTimeout(limit);
    closed ??= fleet.close().then(() => {
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    });
    return closed;
  };
  const signalled = () => void close().finally(() => process.exit(1));
  process.once('SIGTERM', signalled).once('SIGINT', signalled);
  try {
    const ended = new Promise<never>((_, reject) => {
      const why = () => reject(new Error(`not done within ${options.limitMs / 1000} s`));
      over.signal.addEventListener('abort', why);
    });
    ended.catch(() => undefined);
    return await Promise.race([ended, run({ options, fleet, root, random, log })]);
  } finally {
    process.removeListener('SIGTERM', signalled).removeListener('SIGINT', signalled);
    await close();
  }
}
