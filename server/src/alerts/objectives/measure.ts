import { DAY_S, HOUR_S } from '@request-desk/shared/durations';
import type { BudgetStatus, BurnDown, ObjectiveSpec } from '@request-desk/shared/objectives-api';
import type { ClickHouse } from '../../clickhouse/client.ts';
import {
  oldestHour,
  type RouteTotal,
  totalsByRoute,
  totalsOverTime,
} from '../../clickhouse/queries/objective-totals.ts';
import { MOST_CHART_POINTS } from '../chart-points.ts';
import type { ErrorCount } from '../engine/hits.ts';
import { budgetOf, burnDownOf, warningsOf } from './budget.ts';

/** Newest stretches that are shown, and the steps that they are read in; seconds. */
const RECENT = [
  { windowS: HOUR_S, step: 60 },
  { windowS: 6 * HOUR_S, step: 60 },
  { windowS: DAY_S, step: HOUR_S },
] as const;
/** A month of hours is read at most so often, for all readers together. */
const FRESH_MS = 30_000;
const STEPS = [600, HOUR_S, 6 * HOUR_S, DAY_S] as const;

interface MeasureDeps {
  readonly clickhouse: ClickHouse;
  readonly retentionDays: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** A budget with what there is to say against it. */
export interface Measurement {
  readonly budget: BudgetStatus;
  readonly warnings: readonly string[];
}

/** Reads budgets from the rollups; answers of the last half minute are given again. */
export class Budgets {
  readonly #sources: MeasureDeps;
  readonly #read = new Map<
    string,
    { readonly atMs: number; readonly totals: Promise<RouteTotal[]> }
  >();

  constructor(sources: MeasureDeps) {
    this.#sources = sources;
  }

  /** Rejects with StoreUnavailable when the store does not answer. */
  async measure(spec: ObjectiveSpec): Promise<Measurement> {
    const { clickhouse, retentionDays, now } = this.#sources;
    const to = Math.floor(now() / 1000);
    const windowS = spec.window_days * DAY_S;
    const [whole, oldest, ...recent] = await Promise.all([
      this.#tally(spec, windowS, HOUR_S),
      oldestHour(clickhouse),
      ...RECENT.map(({ windowS: seconds, step }) => this.#tally(spec, seconds, step)),
    ]);
    const budget = budgetOf(spec, {
      from: to - windowS,
      to,
      whole,
      recent: RECENT.map(({ windowS: seconds }, i) => ({
        requests: 0,
        errors: 0,
        windowS: seconds,
        ...recent[i],
      })),
    });
    return { budget, warnings: warningsOf(spec, { retentionDays, oldest, budget }) };
  }

  /** The budget over its window. */
  async burnDown(spec: ObjectiveSpec): Promise<BurnDown> {
    const { clickhouse, now } = this.#sources;
    const windowS = spec.window_days * DAY_S;
    const step = STEPS.find((seconds) => windowS / seconds <= MOST_CHART_POINTS) ?? DAY_S;
    const to = Math.ceil(now() / 1000 / step) * step;
    const range = { from: to - Math.ceil(windowS / step) * step, to, step };
    return burnDownOf(spec, await totalsOverTime(clickhouse, spec.route, range), range);
  }

  async #tally({ route }: ObjectiveSpec, seconds: number, step: number): Promise<ErrorCount> {
    let [requests, errors] = [0, 0];
    for (const total of await this.#totals(seconds, step)) {
      if (route !== null && total.route !== route) continue;
      requests += total.requests;
      errors += total.errors;
    }
    return { requests, errors };
  }

  /** The newest step has only begun; so many before it make the window. */
  #totals(seconds: number, step: number): Promise<RouteTotal[]> {
    const { clickhouse, now } = this.#sources;
    const key = `${seconds}/${step}`;
    const nowMs = now();
    const before = this.#read.get(key);
    if (before && Math.abs(nowMs - before.atMs) < FRESH_MS) return before.totals;
    const to = Math.ceil(nowMs / 1000 / step) * step;
    const totals = totalsByRoute(clickhouse, { from: to - seconds, to, step });
    this.#read.set(key, { atMs: nowMs, totals });
    totals.catch(() => this.#read.delete(key));
    return totals;
  }
}
