import { type Baseline, learnMinute } from './baseline.ts';
import { STEP_S } from './bucket.ts';
import { byName } from './by-name.ts';
import { errorsBy, requestsBy } from './hits.ts';
import type { Slice } from './slice.ts';
import { type AlertKey, type EngineState, WINDOW } from './state.ts';

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
  const troubled = troubledAt(state, first.t);
  return {
    baselines:
      troubled.has('global-500') && troubled.has('global-429')
        ? state.baselines
        : learnRatios(state.baselines, known, troubled),
    traffic: learnTraffic(state.traffic, known, troubled),
    learned: state.learned + 1,
  };
}

/** Scopes that fire, or whose last alert ended later than `at`. */
function troubledAt({ firing, ended }: EngineState, at: number): ReadonlySet<AlertKey> {
  const troubled = new Set(Object.keys(firing));
  for (const key in ended) if (at < (ended[key] ?? 0)) troubled.add(key);
  return troubled;
}

/** The names of a kind of scope among those that are in trouble; few, so that most are not spelled out. */
function namesIn(troubled: ReadonlySet<AlertKey>, kind: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const key of troubled) if (key.startsWith(`${kind}:`)) names.add(key.slice(kind.length + 1));
  return names;
}

function learnRatios(
  before: EngineState['baselines'],
  slices: readonly Slice[],
  troubled: ReadonlySet<AlertKey>,
): EngineState['baselines'] {
  const after: Record<string, Baseline> = { ...before };
  for (const signal of ['500', '429'] as const) {
    if (troubled.has(`global-${signal}`)) continue;
    const learn = (name: string, requests: number, errors: number) => {
      const key = `${signal}|${name}`;
      after[key] = learnMinute(after[key], signal, errors, requests);
    };
    const total = slices.reduce((sum, slice) => sum + slice.errors[signal].total, 0);
    const requests = slices.reduce((sum, slice) => sum + slice.requests, 0);
    learn('global|', requests, total);
    const by = signal === '500' ? (['routes', 'orgs'] as const) : (['orgs'] as const);
    for (const dimension of by) {
      const kind = dimension === 'orgs' ? 'org' : 'route';
      const skipped = namesIn(troubled, `${kind}-${signal}`);
      const errors = errorsBy(slices, signal, dimension);
      for (const [name, sent] of requestsBy(slices, dimension))
        if (!skipped.has(name)) learn(`${kind}|${name}`, sent, errors.get(name) ?? 0);
    }
  }
  return after;
}

function learnTraffic(
  before: EngineState['traffic'],
  slices: readonly Slice[],
  troubled: ReadonlySet<AlertKey>,
): EngineState['traffic'] {
  const now = byName<number>();
  for (const slice of slices)
    for (const org in slice.orgs)
      now[org] = (now[org] ?? 0) + (slice.orgs[org] ?? 0) / slices.length;
  const after = byName<number>();
  const surging = namesIn(troubled, 'org-429');
  for (const org of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const old = before[org];
    const seen = now[org] ?? 0;
    if (old === undefined) after[org] = seen;
    else if (surging.has(org)) after[org] = old;
    else after[org] = old * TRAFFIC_FADE + seen * (1 - TRAFFIC_FADE);
  }
  return after;
}
