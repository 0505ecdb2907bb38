import { ALL_500, type Draft, HOUR_S, MINUTE_S } from './draft.ts';
import type { Kind } from './kind.ts';

/** Everything fails for a moment: may be notified, must not page. */
function blip(draft: Draft, t: number, longest: number): void {
  const to = t + draft.random.between(10, longest);
  draft.fail(t, to, draft.random.between(0.5, 1));
  draft.neutral(ALL_500, t, to);
}

/** A rolling deployment that nobody announced: not worth a word. */
function deployment(draft: Draft, t: number): void {
  draft.fail(t, t + draft.random.between(30, 90), draft.random.between(0.015, 0.06));
}

const ANY = ['small', 'medium', 'large'] as const;

/** What must not page, and mostly not notify either. */
export const QUIET_KINDS: Readonly<Record<string, Kind>> = {
  blips: {
    count: 12,
    sizes: ANY,
    write(draft) {
      let t = draft.onset;
      for (let i = 0; i < 5; i++, t += draft.random.between(20, 45) * MINUTE_S) blip(draft, t, 30);
      return draft.done(t);
    },
  },
  deployments: {
    count: 12,
    sizes: ANY,
    write(draft) {
      let t = draft.onset;
      for (let i = 0; i < 5; i++, t += draft.random.between(15, 40) * MINUTE_S)
        deployment(draft, t);
      return draft.done(t);
    },
  },
  batch_client: {
    count: 12,
    sizes: ANY,
    write(draft) {
      const { random, onset } = draft;
      const orgs = new Set([draft.busyOrg(0.05)]);
      const every = random.between(8, 60) * MINUTE_S;
      const length = random.between(60, 240);
      const share = random.between(0.01, 0.06);
      const traffic = random.between(5, 15);
      const end = onset + 5 * HOUR_S;
      for (let t = draft.start + random.between(0, every); t < end; t += every) {
        draft.effects.push({ from: t, to: t + length, orgs, traffic });
        draft.effects.push({ from: t, to: t + length, orgs, fails: { status: 500, share } });
      }
      return draft.done(end);
    },
  },
  nightly_job: {
    count: 8,
    sizes: ANY,
    write(draft) {
      const { random, onset } = draft;
      const orgs = new Set([draft.busyOrg(0.05)]);
      const end = onset + random.between(30, 90) * MINUTE_S;
      draft.effects.push({ from: onset, to: end, orgs, traffic: random.between(10, 40) });
      const share = random.between(0.003, 0.012);
      draft.effects.push({ from: onset, to: end, orgs, fails: { status: 500, share } });
      return draft.done(end);
    },
  },
  daily_cycle: {
    count: 6,
    sizes: ANY,
    write(draft) {
      const { install, random } = draft;
      const usual = install.failing.reduce((a, b) => a + b, 0) / install.failing.length;
      const end = draft.onset + 30 * HOUR_S;
      const peak = random.between(1, 2);
      const day = (t: number) =>
        0.5 + 0.5 * Math.cos(((t / HOUR_S - install.peakHour) / 12) * Math.PI);
      const share = (t: number) => usual * peak * day(t);
      draft.effects.push({ from: draft.start, to: end, fails: { status: 500, share } });
      return draft.done(end);
    },
  },
  fading_nights: {
    count: 12,
    sizes: ['small', 'medium'],
    write(draft) {
      const { install, random } = draft;
      const fades = random.logBetween(0.1, 2);
      const least = random.logBetween(0.003, 0.03);
      const end = draft.onset + 30 * HOUR_S;
      const traffic = (t: number) => {
        const fromPeak = Math.abs(((t / HOUR_S - install.peakHour + 36) % 24) - 12);
        return least ** Math.min(1, Math.max(0, (fromPeak - 5) / fades));
      };
      draft.effects.push({ from: draft.start, to: end, traffic });
      return draft.done(end);
    },
  },
  bad_integration: {
    count: 8,
    sizes: ANY,
    write(draft) {
      const { random, onset } = draft;
      const org = draft.busyOrg(0.2);
      const end = onset + random.between(2, 5) * HOUR_S;
      draft.fail(onset, end, random.between(0.3, 0.9), { orgs: new Set([org]) });
      draft.incident(draft.orgKey(500, org), onset, end, { page: false });
      return draft.done(end);
    },
  },
  retry_clumps: {
    count: 8,
    sizes: ['tiny', 'small', 'medium'],
    write(draft) {
      const { random, onset } = draft;
      for (let i = 0; i < 8; i++)
        draft.retries(onset + i * 17 * MINUTE_S, random.between(20, 70), random.between(5, 14));
      return draft.done(onset + 2.5 * HOUR_S);
    },
  },
  quiet_days: {
    count: 4,
    sizes: ['tiny', 'small', 'medium', 'large'],
    write(draft) {
      const end = draft.start + 3 * 24 * HOUR_S;
      for (let t = draft.onset; t < end - HOUR_S; t += draft.random.between(8, 20) * HOUR_S)
        deployment(draft, t);
      blip(draft, draft.onset + draft.random.between(2, 60) * HOUR_S, 20);
      return draft.done(end, { tail: 0, quiet: true });
    },
  },
};
