import { type Bucket, type DeployMarker, STEP_S } from '../../server/src/alerts/engine/bucket.ts';
import { decide } from '../../server/src/alerts/engine/decide.ts';
import {
  type EngineState,
  emptyState,
  type Transition,
} from '../../server/src/alerts/engine/state.ts';

/** One alert as a judge of scenarios reads it; times in seconds. */
export interface Outcome {
  readonly scenario: string;
  readonly key: string;
  readonly firing_at: number;
  resolved_at: number | null;
  page: boolean;
  page_at?: number;
  /** How often it paged. */
  pages: number;
  /** What made it fire, for readers of the file. */
  readonly window_s: number;
  readonly errors: number;
  readonly requests: number;
}

/** Feeds one scenario's buckets to the production engine and keeps what its alerts did. */
export class Outcomes {
  readonly list: Outcome[] = [];
  readonly #open = new Map<string, Outcome>();
  readonly #scenario: string;
  readonly #heartbeats: boolean;
  #state: EngineState = emptyState();

  constructor(scenario: string, heartbeats: boolean) {
    this.#scenario = scenario;
    this.#heartbeats = heartbeats;
  }

  /** Judges the bucket that starts at `t`; none of it: it never came. */
  feed(t: number, bucket: Bucket | undefined, deploys: readonly DeployMarker[] = []): void {
    const buckets = bucket ? [bucket] : [];
    const closedTo = t + STEP_S;
    const input = { buckets, deploys, closedTo, heartbeats: this.#heartbeats };
    const decision = decide(this.#state, input, closedTo);
    this.#state = decision.state;
    for (const transition of decision.transitions) this.#record(transition);
  }

  #record({ change, at, alert }: Transition): void {
    if (change === 'fired') {
      const { windowS, errors, requests } = alert.evidence;
      const outcome: Outcome = {
        scenario: this.#scenario,
        key: alert.key,
        firing_at: at,
        resolved_at: null,
        page: false,
        pages: 0,
        window_s: windowS,
        errors,
        requests,
      };
      this.#open.set(alert.key, outcome);
      this.list.push(outcome);
    }
    const outcome = this.#open.get(alert.key);
    if (!outcome) return;
    if (change === 'paged') {
      Object.assign(outcome, { page: true, page_at: outcome.page_at ?? at });
      outcome.pages++;
    }
    if (change === 'resolved' || change === 'superseded') outcome.resolved_at = at;
  }
}
