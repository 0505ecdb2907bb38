import { recurringLoss } from './budget.ts';
import { burstsOf } from './bursts.ts';
import type { Series } from './elevation.ts';
import { raise } from './evidence.ts';
import { newest } from './heat.ts';
import type { Finding, View } from './judge-500.ts';
import { hasSettled } from './lifecycle.ts';
import { pages, type Scope } from './scope.ts';
import type { AlertKey, Change, EngineState, FiringAlert, Transition } from './state.ts';

/** The alerts of one tick while it is being judged; collects what changed. */
export class Board {
  readonly transitions: Transition[] = [];
  readonly #at: number;
  readonly #firing: Record<AlertKey, FiringAlert>;
  readonly #ended: Record<AlertKey, number>;

  constructor(state: EngineState, at: number) {
    this.#at = at;
    this.#firing = { ...state.firing };
    this.#ended = { ...state.ended };
  }

  get state(): Pick<EngineState, 'firing' | 'ended'> {
    return { firing: this.#firing, ended: this.#ended };
  }

  alerts(): FiringAlert[] {
    return Object.values(this.#firing);
  }

  has(key: AlertKey): boolean {
    return key in this.#firing;
  }

  get(key: AlertKey): FiringAlert | undefined {
    return this.#firing[key];
  }

  /** Replaces an alert without telling anybody. */
  keep(alert: FiringAlert): void {
    this.#firing[alert.key] = alert;
  }

  fire(alert: FiringAlert): void {
    this.keep(alert);
    this.#tell('fired', alert);
  }

  /** Starts an alert for a finding, if there is one. */
  start(finding: Finding | undefined, view: View, series: Series): void {
    if (!finding) return;
    const level = levelOf(finding, series);
    const raised = { ...raise(finding, view, this.#at), level };
    this.fire({ ...raised, bursts: burstsOf([], series, level.ratio, raised.lastHot) });
    this.settle(finding.scope, series, view);
  }

  /** Pages when the trouble has lasted. */
  settle(scope: Scope, series: Series, { state, deploying }: View): void {
    const alert = this.get(scope.key);
    if (!alert || alert.pagedAt !== null || !pages(scope)) return;
    const lasted = hasSettled(alert, series, deploying);
    const moment = { at: this.#at, endedAt: this.#ended[scope.key] ?? 0, deploying, state };
    const budget = lasted ? undefined : recurringLoss(alert, scope, moment);
    if (!lasted && !budget) return;
    const page = { state: 'PAGE', pagedAt: this.#at } as const;
    const paged: FiringAlert = { ...alert, ...page, ...(budget ? { budget } : {}) };
    this.keep(paged);
    this.#tell('paged', paged);
  }

  end(alert: FiringAlert, change: 'resolved' | 'superseded'): void {
    delete this.#firing[alert.key];
    this.#ended[alert.key] = this.#at;
    this.#tell(change, alert);
  }

  #tell(change: Change, alert: FiringAlert): void {
    this.transitions.push({ change, at: this.#at, alert });
  }
}

/** What going on would look like in the series that the alert is followed by. */
function levelOf({ elevation, burstRatio }: Finding, series: Series): FiringAlert['level'] {
  const { requests, errors } = newest(series, elevation.buckets);
  const buckets = Math.min(elevation.buckets, series.requests.length);
  const ratio = burstRatio ?? errors / Math.max(1, requests);
  return { ratio, errorsPerBucket: errors / buckets };
}
