/** The two clocks of the spool. */
export interface Clock {
  /** Milliseconds since 1970: a stamp only, since it may step. */
  readonly now: () => number;
  /** Milliseconds since some fixed moment: every age and wait is measured by it. */
  readonly monotonic: () => number;
}
