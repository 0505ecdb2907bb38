import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { failing, firing, pass, passCalm, runNamed } from '../../../testkit/alerts/alerts-run.ts';
import { type AlertsDesk, beat, openAlertsDesk } from '../../../testkit/desks/alerts-desk.ts';

const START = Date.parse('2026-03-01T10:00:00Z') / 1000;
let desk: AlertsDesk;

beforeAll(async () => {
  desk = await openAlertsDesk(START);
  await beat(desk.clickhouse, 'api-1', [START + 0.5]);
}, 60_000);

afterAll(() => desk.close());

it('stores in one statement what a process judged while no alert is open, and all at once as one opens', async () => {
  const run = runNamed(desk, 'one');
  const transactions = vi.spyOn(desk.database.orm, 'transaction');
  await passCalm(desk, run, 60);
  transactions.mockClear();
  await passCalm(desk, run, 120);
  await run.escalator.tick();
  expect(transactions).not.toHaveBeenCalled();
  for (let i = 0; i < 8; i++) await pass(desk, run, failing(100));
  expect(await firing(desk)).not.toEqual([]);
  expect(transactions).toHaveBeenCalled();
});
