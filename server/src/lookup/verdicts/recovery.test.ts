import { describe, expect, it } from 'vitest';
import {
  MINUTE,
  START,
  STEP,
  scoreOngoing,
  scoreRecovered,
} from '../../../../testkit/lookup/recovery-scenarios.ts';
import { type CountedStep, recoveryOf } from './recovery.ts';

describe('recovery', () => {
  it('is never claimed in 1,000 ongoing partial incidents with quiet gaps', () => {
    const { asked, claims, claimedBefore } = scoreOngoing(1, 1_000);
    expect(asked).toBeGreaterThan(10_000);
    expect(claims).toBe(0);
    // The simulation finds the rule that was there before.
    expect(claimedBefore).toBeGreaterThan(300);
  });

  it('is claimed within ten minutes of true recovery where enough is called', () => {
    const { claimed, early } = scoreRecovered(1, 400);
    expect(early).toBe(0);
    expect(claimed / 400).toBeGreaterThanOrEqual(0.95);
  });

  const steady = (failed: (at: number) => number, own = failed): CountedStep[] =>
    Array.from({ length: 120 * 6 }, (_, n) => {
      const at_ms = START + n * STEP;
      return { at_ms, passed: 30, failed: failed(at_ms), own_failed: own(at_ms) };
    });
  const OUTAGE_END = START + 60 * MINUTE;
  const readyMs = OUTAGE_END - 5 * MINUTE;
  const outage = steady((at) => (at > OUTAGE_END - 20 * MINUTE && at < OUTAGE_END ? 15 : 0));
  const ask = { steps: outage, readyMs, untilMs: OUTAGE_END + 12 * MINUTE, usual: 0 };

  it('says since when, and what it rules out', () => {
    expect(recoveryOf({ ...ask, incident: null })).toEqual({
      kind: 'again',
      sinceMs: OUTAGE_END,
      ruledOut: 0.02,
      calls: 12 * 6 * 30,
      failed: 0,
      minutes: 12,
    });
  });

  it('is not claimed in an open incident, nor when incidents are not known', () => {
    expect(recoveryOf({ ...ask, incident: { sinceMs: readyMs } }).kind).toBe('not_yet');
    expect(recoveryOf({ ...ask, incident: undefined }).kind).toBe('too_few');
  });

  it('is not claimed while the same organisation still fails', () => {
    const usual = 0.003;
    const own = steady(
      (at) => (at > OUTAGE_END - 20 * MINUTE && at < OUTAGE_END ? 15 : 0),
      (at) => (at === OUTAGE_END + 6 * MINUTE ? 1 : 0),
    );
    expect(recoveryOf({ ...ask, steps: own, usual, incident: null }).kind).toBe('not_yet');
  });

  it('separates an incident that began after the request from the one it fell into', () => {
    const later = { sinceMs: OUTAGE_END + 5 * MINUTE };
    expect(recoveryOf({ ...ask, incident: later })).toMatchObject({
      kind: 'later',
      failing: false,
      ...later,
    });
    const [again, untilMs] = [OUTAGE_END + 5 * MINUTE, OUTAGE_END + 12 * MINUTE];
    const twice = steady((at) => (at > again ? 15 : 0));
    expect(recoveryOf({ ...ask, steps: twice, untilMs, incident: later })).toMatchObject({
      kind: 'later',
      failing: true,
    });
  });

  it('does not hold failures of now for those of days ago', () => {
    const daysAgo = { ...ask, readyMs: START - 48 * 60 * MINUTE, untilMs: OUTAGE_END };
    expect(recoveryOf({ ...daysAgo, incident: null })).toMatchObject({
      kind: 'later',
      sinceMs: undefined,
      failing: true,
    });
    expect(recoveryOf({ ...ask, untilMs: OUTAGE_END, incident: null }).kind).toBe('not_yet');
  });

  it('is not claimed where the route as a whole did not fail', () => {
    const alone = steady((at) => (at === readyMs ? 1 : 0));
    expect(recoveryOf({ ...ask, steps: alone, incident: null }).kind).toBe('alone');
  });

  it('says how many calls would be enough', () => {
    const few = outage.filter(({ at_ms }) => at_ms < OUTAGE_END || at_ms % MINUTE === 0);
    expect(recoveryOf({ ...ask, steps: few, incident: null })).toMatchObject({
      kind: 'too_few',
      enough: 684,
      calls: 360,
    });
  });
});
