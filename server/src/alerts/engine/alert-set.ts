import { newest } from './activity.ts';
import { recurringLoss } from './budget.ts';
import { burstsAfter } from './bursts.ts';
import type { BucketSeries } from './elevation.ts';
import { raise } from './evidence.ts';
import type { Finding, View } from './judge-500.ts';
import { hasReturned, hasSettled } from './lifecycle.ts';
import { pastOf } from './past.ts';
import { isResting } from './rest.ts';
import { type AlertScope, pages } from './scope.ts';
import type { AlertKey, Burst, Change, EngineState, FiringAlert, Transition } from './state.ts';

/** The alerts of one tick while it is being judged; collects what changed. */
export class AlertSet {
  readonly transitions: Transition[] = [];
  readonly #at: number;
  readonly #firing: Record<AlertKey, FiringAlert>;
  readonly #ended: Record<AlertKey, number>;
  #past: EngineState['past'];

  constructor(state: EngineState, at: number) {
    this.#at = at;
    this.#firing = { ...state.firing };
    this.#ended = { ...state.ended };
    this.#past = state.past;
  }

  get state(): Pick<EngineState, 'firing' | 'ended' | 'past'> {
    return { firing: this.#firing, ended: this.#ended, past: this.#past };
  }

  all(): FiringAlert[] {
    return Object.values(this.#firing);
  }

  has(key: AlertKey): boolean {
    return key in this.#firing;
  }

  /** True while an alert stands for its parts as well. */
  covers(key: AlertKey): boolean {
    const alert = this.#firing[key];
    return alert !== undefined && !isResting(alert);
  }

  get(key: AlertKey): FiringAlert | undefined {
    return this.#firing[key];
  }

  /** Replaces an alert without a transition. */
  keep(alert: FiringAlert): void {
    this.#firing[alert.key] = alert;
  }

  fire(alert: FiringAlert): void {
    this.keep(alert);
    this.#record('fired', alert);
  }

  /** Starts an alert for a finding, if there is one, with what the last one there has left. */
  start(finding: Finding | undefined, view: View, series: BucketSeries): void {
    if (!finding) return;
    this.fire(this.#begun(finding, view, series));
    this.settle(finding.scope, series, view);
  }

  /** Keeps what is too short for an alert, until several of it add up to a page. */
  addUp(finding: Finding | undefined, view: View, series: BucketSeries): void {
    if (!finding) return;
    const alert = this.#begun(finding, view, series);
    if (this.#recurring(alert, finding.scope, view)) this.start(finding, view, series);
    else this.#leave(alert.key, alert.bursts ?? []);
  }

  #begun(finding: Finding, view: View, series: BucketSeries): FiringAlert {
    const level = levelOf(finding, series);
    const raised = { ...raise(finding, view, this.#at), level };
    const before = this.#past[finding.scope.key] ?? [];
    return { ...raised, bursts: burstsAfter(before, series, level.ratio, raised.lastHot) };
  }

  /** Pages when the trouble has lasted; again when it had come to rest and is back to stay. */
  settle(scope: AlertScope, series: BucketSeries, view: View): void {
    const alert = this.get(scope.key);
    if (!alert || !pages(scope)) return;
    if (alert.pagedAt !== null) {
      if (!view.deploying && hasReturned(alert, this.#at)) this.#pageAgain(alert);
      return;
    }
    const lasted = hasSettled(alert, series, view.deploying);
    const budget = lasted ? undefined : this.#recurring(alert, scope, view);
    if (!lasted && !budget) return;
    const page = { state: 'PAGE', pagedAt: this.#at } as const;
    const paged: FiringAlert = { ...alert, ...page, ...(budget ? { budget } : {}) };
    this.keep(paged);
    this.#record('paged', paged);
  }

  /** True for an alert that paged nobody and is held open for what may come back. */
  waits(key: AlertKey): boolean {
    const alert = this.#firing[key];
    return alert !== undefined && alert.pagedAt === null && alert.state === 'CLEARING';
  }

  /** Pages for what burns on, far lower than an alert began, since its activity was last seen. */
  burnsOn(finding: Finding | undefined, view: View): void {
    const alert = finding && this.get(finding.scope.key);
    if (!alert) return;
    const { clearsAt: _, ...before } = alert;
    const { level, lastHot, inactive, budget } = raise(finding, view, this.#at);
    const page = { state: 'PAGE', pagedAt: this.#at } as const;
    const paged = { ...before, ...page, level, lastHot, inactive, ...(budget ? { budget } : {}) };
    this.keep(paged);
    this.#record('paged', paged);
  }

  #recurring(alert: FiringAlert, scope: AlertScope, { state, deploying }: View) {
    const endedAt = this.#ended[scope.key] ?? 0;
    return recurringLoss(alert, scope, { at: this.#at, endedAt, deploying, state });
  }

  #pageAgain({ budget: _, ...alert }: FiringAlert): void {
    const paged = { ...alert, pagedAt: this.#at };
    this.keep(paged);
    this.#record('paged', paged);
  }

  end(alert: FiringAlert, change: 'resolved' | 'superseded'): void {
    delete this.#firing[alert.key];
    this.#leave(alert.key, change === 'resolved' ? pastOf(alert) : []);
    this.#ended[alert.key] = this.#at;
    this.#record(change, alert);
  }

  /** What the next alert of a scope begins with. */
  #leave(key: AlertKey, bursts: readonly Burst[]): void {
    const { [key]: _, ...others } = this.#past;
    this.#past = bursts.length > 0 ? { ...others, [key]: bursts } : others;
  }

  #record(change: Change, alert: FiringAlert): void {
    this.transitions.push({ change, at: this.#at, alert });
  }
}

/** What going on would look like in the series that the alert is followed by. */
function levelOf({ elevation, burstRatio }: Finding, series: BucketSeries): FiringAlert['level'] {
  const { requests, errors } = newest(series, elevation.buckets);
  const buckets = Math.min(elevation.buckets, series.requests.length);
  const ratio = burstRatio ?? errors / Math.max(1, requests);
  return { ratio, errorsPerBucket: errors / buckets };
}
