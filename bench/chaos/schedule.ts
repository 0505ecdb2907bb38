import type { Random } from '../../testkit/random.ts';

export type Fault =
  | 'kill api'
  | 'kill ingest'
  | 'store down'
  | 'store errors'
  | 'store hangs'
  | 'store loses answers'
  | 'store slow'
  | 'disk full'
  | 'damaged segment'
  | 'clock jump';

/** A fault, due when so many errors have been answered. */
export interface Planned {
  readonly at: number;
  readonly fault: Fault;
}

/** How often each fault strikes in a run. */
export type Plan = Readonly<Partial<Record<Fault, number>>>;

export const FULL: Plan = {
  'kill api': 20,
  'kill ingest': 20,
  'store down': 3,
  'store errors': 2,
  'store hangs': 2,
  'store loses answers': 2,
  'store slow': 2,
  'disk full': 1,
  'damaged segment': 2,
  'clock jump': 2,
};

export const SHORT: Plan = {
  'kill api': 1,
  'kill ingest': 1,
  'store down': 1,
  'store errors': 1,
  'store hangs': 0,
  'store loses answers': 1,
  'store slow': 0,
  'disk full': 1,
  'damaged segment': 1,
  'clock jump': 1,
};

/** Spreads the faults of each kind over the run, at places that the seed decides. */
export function scheduled(plan: Plan, errors: number, random: Random): Planned[] {
  const kinds = Object.entries(plan) as [Fault, number][];
  return kinds
    .flatMap(([fault, times]) =>
      Array.from({ length: times }, (_, n) => ({
        fault,
        at: Math.floor(((n + 0.05 + 0.9 * random.next()) / times) * errors * 0.95),
      })),
    )
    .sort((a, b) => a.at - b.at);
}
