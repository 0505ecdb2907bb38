/**
 * What it takes for an error ratio to be called elevated: the shorter the window, the more must
 * be wrong. Windows are in buckets and end with the newest one.
 */
export interface Thresholds {
  readonly windows: readonly number[];
  /** The ratio that must be proven (Wilson lower bound at `z`). */
  readonly floor: number;
  readonly z: number;
  /** Not below this many times the usual ratio either. */
  readonly timesUsual: number;
  readonly minErrors: number;
  /** Sub-windows, each of which must hold its share of the errors. */
  readonly parts: number;
  /** The share of its expected errors that a sub-window must hold, before counting noise. */
  readonly evenness: number;
  /** Buckets with at least one error. */
  readonly minErrorBuckets: number;
  /** Deploys raise a little error for a while: not judged by these near a deploy marker. */
  readonly softenedByDeploy: boolean;
}

/** An outage: a tenth or more of the requests fail. Two buckets are enough. */
const OUTAGE: Thresholds = {
  windows: [2, 3, 4, 6, 9, 12, 18, 27, 40, 60],
  floor: 0.12,
  z: 2.33,
  timesUsual: 5,
  minErrors: 4,
  parts: 3,
  evenness: 0.5,
  minErrorBuckets: 2,
  softenedByDeploy: false,
};

/** A smaller ratio that lasts longer than a rolling deploy takes. */
const LASTING: Thresholds = {
  windows: [14, 18, 24, 36, 60],
  floor: 0.008,
  z: 1.28,
  timesUsual: 3.5,
  minErrors: 9,
  parts: 5,
  evenness: 0.6,
  minErrorBuckets: 5,
  softenedByDeploy: true,
};

/** A blip: most fails within one bucket. Too short for an alert, unless several add up. */
const BLIP: Thresholds = {
  windows: [1],
  floor: 0.25,
  z: 2.33,
  timesUsual: 5,
  minErrors: 10,
  parts: 1,
  evenness: 0,
  minErrorBuckets: 1,
  softenedByDeploy: true,
};

export const THRESHOLDS = {
  blip: [BLIP],
  global500: [
    { ...OUTAGE, minErrors: 5 },
    { ...LASTING, minErrors: 25 },
  ],
  route500: [
    { ...OUTAGE, minErrors: 5 },
    { ...LASTING, minErrors: 14 },
  ],
  org500: [
    {
      ...OUTAGE,
      windows: [8, 12, 18, 27, 40, 60],
      minErrors: 5,
      parts: 4,
      minErrorBuckets: 4,
    },
  ],
  org429: [{ ...OUTAGE, windows: [2, 3, 6, 9, 12], floor: 0.25, timesUsual: 4, minErrors: 10 }],
  global429: [{ ...OUTAGE, floor: 0.08, timesUsual: 3, minErrors: 8 }],
  tier429: [{ ...OUTAGE, windows: [3, 6, 12], floor: 0.1, timesUsual: 3, minErrors: 10 }],
} as const satisfies Record<string, readonly Thresholds[]>;
