/** What the engine is fed: one 10-second bucket of requests and errors. */

/** Seconds in a bucket. */
export const STEP_S = 10;

/** The two errors that are judged by default; named by their HTTP status. */
export type FailureStatus = '500' | '429';

/** `[org, route, status, count]`; a status that is no signal is ignored. */
export type ErrorCell = readonly [org: string, route: string, status: number, count: number];

export interface Bucket {
  /** Start, in seconds since the epoch, a multiple of ten. */
  readonly t: number;
  /**
   * False when an instance has not yet reported past the end: such a bucket may raise an alert
   * and never end one.
   */
  readonly complete: boolean;
  /** Requests of every kind, errors included. */
  readonly orgs: Readonly<Record<string, number>>;
  readonly routes: Readonly<Record<string, number>>;
  readonly errors: readonly ErrorCell[];
}

/** A deployment, announced by `POST /support/v1/deploys` or seen as a changed release. */
export interface DeployMarker {
  /** Seconds since the epoch. */
  readonly at: number;
  readonly release: string;
}

export interface EngineInput {
  /** New buckets, and older ones whose counts changed; any order. */
  readonly buckets: readonly Bucket[];
  /**
   * Buckets start before this time have had their chance; one that is not in `buckets` and was
   * not seen before is missing (with heartbeats) or empty (without).
   */
  readonly closedTo: number;
  /** True when an instance emits heartbeats, so that a bucket without traffic is still reported. */
  readonly heartbeats: boolean;
  readonly deploys?: readonly DeployMarker[];
  /** The share of requests that may fail (0.001 for 99.9 %), by alert key; none: what is usual. */
  readonly objectives?: Readonly<Record<string, number>>;
}
