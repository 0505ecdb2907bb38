import { expect, it } from 'vitest';
import { runChaos } from '../../bench/chaos/run-chaos.ts';
import { SHORT } from '../../bench/chaos/schedule.ts';

it('loses no answered id and counts none twice, whatever fails', async () => {
  const log: string[] = [];
  const options = { seed: Date.now() % 1e6, errors: 300, plan: SHORT, outageMs: 1_500 };
  const report = await runChaos({
    ...options,
    log: (text) => {
      log.push(text);
      // Seen even when time runs out.
      console.log(text);
    },
  });
  expect(report, log.join('\n')).toMatchObject({
    ids_missing: 0,
    duplicates: 0,
    rollup_difference: 0,
    dossiers_missing: 0,
  });
  expect(report.errors_answered).toBeGreaterThanOrEqual(300);
}, 480_000);
