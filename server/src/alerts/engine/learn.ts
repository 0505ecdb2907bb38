import { type Baseline, learnMinute } from './baseline.ts';
import { STEP_S } from './bucket.ts';
import { byName } from './by-name.ts';
import type { Slice } from './slice.ts';
import { type EngineState, WINDOW } from './state.ts';

const MINUTE = 6;

/** Half of the old traffic level is gone after half an hour. */
const TRAFFIC_FADE = 0.5 ** (1 / 30);

type Learned = Pick<EngineState, 'baselines' | 'traffic' | 'learned'>;

/**
 * Learns the minute that is about to leave the window: by then it is known whether it was part of
 * an incident. What a firing scope did is never learned.
 */
export function learnOldest(state: EngineState): Learned {
  const { window } = state;
  const minute = window.slice(0, MINUTE);
  const first = minute[0];
  if (window.length < WINDOW || !first || first.t % (MINUTE * STEP_S) !== 0) return state;
  const known = minute.filter((slice) => slice.kind !== 'missing');
  if (known.length === 0) return state;
  const troubled = (key: string) => key in state.firing || first.t < (state.ended[key] ?? 0);
  return {
    baselines:
      troubled('global-500') && troubled('global-429')
        ? state.baselines
        : learnRatios(state.baselines, known, troubled),
    traffic: learnTraffic(state.traffic, known, troubled),
    learned: state.learned + 1,
  };
}

function learnRatios(
  before: EngineState['baselines'],
  slices: readonly Slice[],
  troubled: (key: string) => boolean,
): EngineState['baselines'] {
  const after: Record<string, Baseline> = { ...before };
  const calm = { '500': !troubled('global-500'), '429': !troubled('global-429') };
  for (const signal of ['500', '429'] as const) {
    if (!calm[signal]) continue;
    const learn = (name: string, requests: number, errors: number) => {
      const key = `${signal}|${name}`;
      after[key] = learnMinute(after[key], signal, errors, requests);
    };
    const errors = slices.map((slice) => slice.errors[signal]);
    const total = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
    learn('global|', total(slices.map((s) => s.requests)), total(errors.map((e) => e.total)));
    const by = signal === '500' ? (['routes', 'orgs'] as const) : (['orgs'] as const);
    for (const dimension of by) {
      const kind = dimension === 'orgs' ? 'org' : 'route';
      const names = new Map<string, number>();
      for (const slice of slices)
        for (const name in slice[dimension])
          names.set(name, (names.get(name) ?? 0) + (slice[dimension][name] ?? 0));
      for (const [name, requests] of names) {
        if (troubled(`${kind}-${signal}:${name}`)) continue;
        learn(`${kind}|${name}`, requests, total(errors.map((e) => e[dimension][name] ?? 0)));
      }
    }
  }
  return after;
}

function learnTraffic(
  before: EngineState['traffic'],
  slices: readonly Slice[],
  troubled: (key: string) => boolean,
): EngineState['traffic'] {
  const now = byName<number>();
  for (const slice of slices)
    for (const org in slice.orgs)
      now[org] = (now[org] ?? 0) + (slice.orgs[org] ?? 0) / slices.length;
  const after = byName<number>();
  for (const org of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const old = before[org];
    const seen = now[org] ?? 0;
    if (old === undefined) after[org] = seen;
    else if (troubled(`org-429:${org}`)) after[org] = old;
    else after[org] = old * TRAFFIC_FADE + seen * (1 - TRAFFIC_FADE);
  }
  return after;
}
