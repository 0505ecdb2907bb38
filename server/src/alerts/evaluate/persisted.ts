import { z } from 'zod';
import { byName } from '../engine/by-name.ts';
import { type EngineState, emptyState, type FiringAlert } from '../engine/state.ts';

const numbers = z
  .record(z.string(), z.number())
  .transform((record) => byName(Object.entries(record)));

const evidence = z.object({
  windowS: z.number(),
  requests: z.number(),
  errors: z.number(),
  lower: z.number(),
  usual: z.number(),
  orgs: z.array(z.string()),
  orgCount: z.number(),
  routes: z.array(z.string()),
  deployed: z.string().nullable(),
});

const bursts = z.array(
  z.object({ from: z.number(), to: z.number(), buckets: z.number(), errors: z.number() }),
);

/** Since the last active bucket. It is stored as `quiet`, and `pauses` as `lulls`, for other versions to read. */
export const storedInactive = z.object({
  seconds: z.number(),
  requests: z.number(),
  errors: z.number(),
});

const storedAlert = z.object({
  key: z.string(),
  state: z.enum(['NOTIFY', 'PAGE', 'CLEARING', 'NO_DATA']),
  since: z.number(),
  firedAt: z.number(),
  pagedAt: z.number().nullable(),
  evidence,
  lastHot: z.number(),
  level: z.object({ ratio: z.number(), errorsPerBucket: z.number() }),
  quiet: storedInactive,
  lulls: z.number(),
  bursts: bursts.exactOptional(),
  budget: z
    .object({
      windowS: z.number(),
      requests: z.number(),
      errors: z.number(),
      burnRate: z.number(),
      bursts: z.number(),
      allowed: z.number().exactOptional(),
    })
    .exactOptional(),
  clearsAt: z.number().exactOptional(),
});

const firingAlert = storedAlert.transform(
  ({ quiet, lulls, ...alert }): FiringAlert => ({ ...alert, inactive: quiet, pauses: lulls }),
);

function alertToStore({ inactive, pauses, ...alert }: FiringAlert) {
  return { ...alert, quiet: inactive, lulls: pauses };
}

const errorCounts = z.object({
  total: z.number(),
  orgs: numbers,
  routes: numbers,
  hitters: z.record(z.string(), numbers),
  mainRoute: z
    .record(z.string(), z.tuple([z.string(), z.number()]))
    .transform((record) => byName(Object.entries(record))),
});

/** A cell of the history. */
const cell = z.object({
  t: z.number(),
  kind: z.enum(['seen', 'incomplete', 'empty', 'missing']),
  requests: z.number(),
  orgs: numbers,
  routes: numbers,
  errors: z.object({ '500': errorCounts, '429': errorCounts }),
});

/** The part of the state that changes with every alert. */
const storedState = z.object({
  firing: z.record(z.string(), firingAlert),
  ended: numbers,
  /** Not there in what earlier versions stored: what ended before is no part of a series of bursts. */
  past: z.record(z.string(), bursts).catch({}).default({}),
  deploys: z.array(z.object({ at: z.number(), release: z.string() })),
});

/** The part that changes once a minute. The window itself is read again from the rollups. */
const storedLearning = z.object({
  baselines: z.record(z.string(), z.object({ errors: z.number(), requests: z.number() })),
  traffic: numbers,
  learned: z.number(),
  /** Not there in what earlier versions stored: the long windows fill again. */
  history: z.array(cell).catch([]).default([]),
});

/** Puts a state together from what was stored; what cannot be read is as on the first day. */
export function restored(state: unknown, learning: unknown): EngineState {
  const kept = storedState.safeParse(state);
  const learned = storedLearning.safeParse(learning);
  return {
    ...emptyState(),
    ...(kept.success ? kept.data : {}),
    ...(learned.success ? learned.data : {}),
  };
}

export function stateToStore({ firing, ended, past, deploys }: EngineState): unknown {
  const alerts = Object.entries(firing).map(([key, alert]) => [key, alertToStore(alert)]);
  return { firing: Object.fromEntries(alerts), ended, past, deploys };
}

export function learningToStore(state: EngineState): unknown {
  const { baselines, traffic, learned, history } = state;
  return { baselines, traffic, learned, history };
}
