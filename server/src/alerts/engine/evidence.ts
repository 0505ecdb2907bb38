import { STEP_S } from './bucket.ts';
import { errorsBy } from './hits.ts';
import type { Finding, View } from './judge-500.ts';
import type { FiringAlert, FiringEvidence } from './state.ts';

const NAMED = 5;

/** A new alert, with what was seen when it fired. */
export function raise(finding: Finding, view: View, now: number): FiringAlert {
  const { scope, elevation, slices, budget } = finding;
  const newest = slices.at(-1);
  return {
    key: scope.key,
    state: 'NOTIFY',
    since: slices.find((slice) => slice.errors[scope.signal].total > 0)?.t ?? now,
    firedAt: now,
    pagedAt: null,
    evidence: evidenceOf(finding, view),
    lastHot: newest ? newest.t + STEP_S : now,
    level: {
      ratio: elevation.ratio,
      errorsPerBucket: elevation.errors / elevation.buckets,
    },
    inactive: { seconds: 0, requests: 0, errors: 0 },
    pauses: 0,
    ...(budget ? { budget } : {}),
  };
}

function evidenceOf({ scope, elevation, usual, slices }: Finding, view: View): FiringEvidence {
  const ranked = (by: 'orgs' | 'routes') =>
    [...errorsBy(slices, scope.signal, by)].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const orgs = scope.kind === 'org' ? [scope.name] : ranked('orgs');
  return {
    windowS: elevation.buckets * STEP_S,
    requests: elevation.requests,
    errors: elevation.errors,
    lower: elevation.lower,
    usual,
    orgs: orgs.slice(0, NAMED),
    orgCount: orgs.length,
    routes: scope.kind === 'route' ? [scope.name] : ranked('routes').slice(0, NAMED),
    deployed: view.state.deploys.at(-1)?.release ?? null,
  };
}
