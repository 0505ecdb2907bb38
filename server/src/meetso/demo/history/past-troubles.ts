import { MINUTE_MS } from '@request-desk/shared/durations';
import { troublesBetween } from './daily-rate.ts';

const STEP_MS = 10_000;
/** What is seen of a trouble is what happened until it would have been noticed. */
const NOTICED_MS = 20_000;
const WINDOW_MS = MINUTE_MS;
const SAMPLES = 5;

/** A stretch of the made-up past in which much failed, as it was seen when it was noticed. */
export interface PastTrouble {
  readonly kind: 'outage' | 'surge';
  readonly fromMs: number;
  readonly toMs: number;
  readonly noticedMs: number;
  /** Ten seconds each, up to the moment when it was noticed. */
  readonly series: readonly {
    readonly atMs: number;
    readonly requests: number;
    readonly errors: number;
  }[];
  /** Those that failed, by organisation, most first. */
  readonly orgs: readonly string[];
  readonly samples: readonly string[];
}

interface Answered {
  readonly at: number;
  readonly code: string | undefined;
  readonly org: string | undefined;
  readonly requestId: string;
}

const CODES = { outage: 'internal_error', surge: 'rate_limited' } as const;

/** Watches answers of the past, which come in order, for the troubles from `fromMs` to `toMs`. */
export function watchTroubles(fromMs: number, toMs: number) {
  let open = troublesBetween(fromMs, toMs).map((trouble) => {
    const noticedMs = trouble.fromMs + NOTICED_MS;
    const steps = WINDOW_MS / STEP_MS;
    const series = Array.from({ length: steps }, (_, n) => ({
      atMs: noticedMs - WINDOW_MS + n * STEP_MS,
      requests: 0,
      errors: 0,
    }));
    return {
      ...trouble,
      noticedMs,
      series,
      hit: new Map<string, number>(),
      samples: [] as string[],
    };
  });
  return {
    note({ at, code, org = '', requestId }: Answered): void {
      for (const trouble of open) {
        if (at < trouble.noticedMs - WINDOW_MS || at >= trouble.toMs) continue;
        const point = trouble.series[Math.floor((at - (trouble.noticedMs - WINDOW_MS)) / STEP_MS)];
        const failed = code === CODES[trouble.kind];
        if (point) point.requests++;
        if (!failed || at < trouble.fromMs) continue;
        if (point) point.errors++;
        trouble.hit.set(org, (trouble.hit.get(org) ?? 0) + 1);
        if (trouble.samples.length < SAMPLES) trouble.samples.push(requestId);
      }
    },

    /** Those that ended before `nowMs` and failed for somebody, oldest first; each is given once. */
    take(nowMs: number): PastTrouble[] {
      const over = open.filter(({ toMs: end }) => end < nowMs);
      open = open.filter(({ toMs: end }) => end >= nowMs);
      return over
        .filter(({ hit }) => hit.size > 0)
        .map(({ hit, ...trouble }) => ({
          ...trouble,
          orgs: [...hit].toSorted(([, a], [, b]) => b - a).map(([org]) => org),
        }));
    },
  };
}
