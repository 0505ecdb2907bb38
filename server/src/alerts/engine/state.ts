import type { Baseline } from './baseline.ts';
import { type DeployMarker, STEP_S } from './bucket.ts';
import { byName } from './by-name.ts';
import type { Slice } from './slice.ts';

/** `global-500`, `route-500:<route>`, `org-500:<org>`, `org-429:<org>`, `global-429`, `no-data`. */
export type AlertKey = string;

/** A scope without an alert is OK. */
type AlertState = 'NOTIFY' | 'PAGE' | 'CLEARING' | 'NO_DATA';

/** What was seen at the moment of firing. */
export interface FiringEvidence {
  readonly windowS: number;
  readonly requests: number;
  readonly errors: number;
  /** The ratio that is proven at least. */
  readonly lower: number;
  /** The usual ratio of this scope. */
  readonly usual: number;
  /** Organisations with errors in the window, worst first, at most five, and their number. */
  readonly orgs: readonly string[];
  readonly orgCount: number;
  readonly routes: readonly string[];
  readonly deployed: string | null;
}

/** A stretch of trouble without a proven pause; seconds. */
export interface Burst {
  readonly from: number;
  readonly to: number;
  /** Buckets that held their share of it, and the errors in them. */
  readonly buckets: number;
  readonly errors: number;
}

/** The window over which losses added up to an alert or a page. */
export interface BudgetSpent {
  readonly windowS: number;
  readonly requests: number;
  readonly errors: number;
  /** How many times faster than allowed (by the objective; else than usual) requests failed. */
  readonly burnRate: number;
  /** Bursts in the window; 0 for a burn without pauses. */
  readonly bursts: number;
  /** The share of requests that an objective allows to fail; absent where the usual one counts. */
  readonly allowed?: number;
}

/** An alert that is firing. */
export interface FiringAlert {
  readonly key: AlertKey;
  readonly state: AlertState;
  /** Estimated start of the trouble; seconds. */
  readonly since: number;
  readonly firedAt: number;
  readonly pagedAt: number | null;
  readonly evidence: FiringEvidence;
  /** End of the last active bucket. */
  readonly lastHot: number;
  /** Error ratio and errors per bucket while active; what "still going on" would look like. */
  readonly level: { readonly ratio: number; readonly errorsPerBucket: number };
  /** Seen since the last active bucket. */
  readonly inactive: {
    readonly seconds: number;
    readonly requests: number;
    readonly errors: number;
  };
  /** How often activity came back after a pause; each makes the alert slower to end. */
  readonly pauses: number;
  /** Oldest first; absent in rules of staff and in what was stored by earlier versions. */
  readonly bursts?: readonly Burst[];
  /** Absent when a spike alone made it fire and page. */
  readonly budget?: BudgetSpent;
  /** No longer seen, and over no sooner than this; seconds. Absent while it is seen. */
  readonly clearsAt?: number;
}

/** Everything the engine remembers; plain JSON. */
export interface EngineState {
  /** Oldest first, one per ten seconds, without holes. */
  readonly window: readonly Slice[];
  /** What has left the window, six hours back, five minutes each; oldest first, with holes. */
  readonly history: readonly Slice[];
  readonly baselines: Readonly<Record<string, Baseline>>;
  /** Usual requests per bucket of each org. */
  readonly traffic: Readonly<Record<string, number>>;
  readonly firing: Readonly<Record<AlertKey, FiringAlert>>;
  /** When an alert ended: older buckets cannot start it again. */
  readonly ended: Readonly<Record<AlertKey, number>>;
  /** Short bursts of alerts that ended lately: the next trouble there may be the same incident. */
  readonly past: Readonly<Record<AlertKey, readonly Burst[]>>;
  readonly deploys: readonly DeployMarker[];
  /** Minutes learned, for the trust in `traffic`. */
  readonly learned: number;
}

export function emptyState(): EngineState {
  return {
    window: [],
    history: [],
    baselines: {},
    traffic: byName(),
    firing: {},
    ended: {},
    past: {},
    deploys: [],
    learned: 0,
  };
}

/** Buckets kept and judged: ten minutes. */
export const WINDOW = 60;
/** The same in seconds. */
export const WINDOW_S = WINDOW * STEP_S;

export type Change = 'fired' | 'paged' | 'resolved' | 'superseded' | 'rule_removed';

export interface Transition {
  readonly change: Change;
  readonly at: number;
  readonly alert: FiringAlert;
}
