import { expect, it } from 'vitest';
import { runChaos } from '../../../bench/chaos/run-chaos.ts';
import { SHORT } from '../../../bench/chaos/schedule.ts';

it('loses no answered id and counts none twice, whatever fails', async () => {
  const options = { seed: Date.now() % 1e6, errors: 300, plan: SHORT, outageMs: 1_500 };
  // Printed as it goes, so that it is seen even when time runs out.
  const report = await runChaos({ ...options, log: (text) => console.log(text) });
  expect(report).toMatchObject({
    ids_missing: 0,
    duplicates: 0,
    rollup_difference: 0,
    dossiers_missing: 0,
  });
  expect(report.errors_answered).toBeGreaterThanOrEqual(300);
}, 480_000);
