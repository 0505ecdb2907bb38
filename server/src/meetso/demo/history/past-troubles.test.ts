import { DAY_MS } from '@request-desk/shared/durations';
import { expect, it } from 'vitest';
import { outageShareAt, surgeAt, troublesBetween } from './daily-rate.ts';
import { watchTroubles } from './past-troubles.ts';

const FROM = Date.UTC(2026, 5, 1);
const TO = FROM + 7 * DAY_MS;

it('names the stretches in which the past goes wrong, and no other', () => {
  const troubles = troublesBetween(FROM, TO);
  expect(troubles.length).toBeGreaterThan(3);
  for (const { kind, fromMs, toMs } of troubles) {
    const wrong = (at: number) => (kind === 'outage' ? outageShareAt(at) > 0.5 : surgeAt(at));
    expect([fromMs - 1, fromMs, toMs - 1, toMs].map(wrong)).toEqual([false, true, true, false]);
  }
});

it('keeps what was seen until a trouble was noticed, and who met it', () => {
  const outage = troublesBetween(FROM, TO).find(({ kind }) => kind === 'outage');
  if (!outage) throw new Error('a week without an outage');
  const watch = watchTroubles(FROM, TO);
  const note = (after: number, code: string | undefined, org: string) =>
    watch.note({ at: outage.fromMs + after, code, org, requestId: `req_${after}` });
  note(-5_000, undefined, 'a');
  note(1_000, 'internal_error', 'b');
  note(2_000, 'not_found', 'b');
  note(15_000, 'internal_error', 'a');
  note(60_000, 'internal_error', 'a');
  expect(watch.take(outage.toMs)).toEqual([]);
  const [seen] = watch.take(TO);
  expect(watch.take(TO)).toEqual([]);
  expect(seen).toMatchObject({ kind: 'outage', orgs: ['a', 'b'] });
  expect(seen?.samples).toEqual(['req_1000', 'req_15000', 'req_60000']);
  const counts = seen?.series.map(({ requests, errors }) => [requests, errors]);
  expect(counts).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
    [1, 0],
    [2, 1],
    [1, 1],
  ]);
});
