import type { EvidenceAtFiring } from '@request-desk/shared/alerts-api';
import type { Profile } from '@request-desk/shared/profile';
import type { ClickHouse } from '../../clickhouse/client.ts';
import { failedSamples } from '../../clickhouse/queries/alert-samples.ts';
import { newTimedId } from '../../database/new-id.ts';
import { STEP_S } from '../engine/bucket.ts';
import type { BucketSeries } from '../engine/elevation.ts';
import type { FiringAlert } from '../engine/state.ts';
import { unjudgedCauses } from '../judged-codes.ts';
import type { OrgNames } from '../parts.ts';
import { budgetAsWire } from './budget-text.ts';
import type { NewIncident } from './incidents.ts';
import type { StoredEvidence } from './stored-evidence.ts';
import {
  labelsOf,
  type RuleSpecs,
  type Subject,
  scopeText,
  subjectOf,
  titleOf,
} from './subject.ts';

const SAMPLES = 50;
const SHOWN_SAMPLES = 5;
/** The bucket of the estimated start may have begun a little later than the trouble. */
const SLACK_MS = 10_000;

interface IncidentDeps {
  readonly clickhouse: ClickHouse;
  readonly orgs: OrgNames;
  readonly profile: Profile;
  readonly rules: RuleSpecs;
}

/** What the evaluator saw: the alert, its series up to the moment, and the end of the last bucket. */
export interface Fired {
  readonly alert: FiringAlert;
  readonly series: BucketSeries;
  readonly end: number;
}

/** The row of an alert that has just fired. Without the store there are no samples, and it fires. */
export async function newIncident(
  { alert, series, end }: Fired,
  { clickhouse, orgs, rules, profile }: IncidentDeps,
  withSamples: boolean,
): Promise<NewIncident> {
  const subject = subjectOf(alert.key, rules, profile);
  const since = new Date(alert.since * 1000);
  const firedAt = new Date(alert.firedAt * 1000);
  const samples = withSamples ? await samplesOf(clickhouse, profile, subject, alert) : [];
  const org = subject.org ? await orgs.find(subject.org) : undefined;
  const shown = samples.slice(0, SHOWN_SAMPLES).map(({ id }) => id);
  const evidence: StoredEvidence = {
    labels: labelsOf(subject, 'notify'),
    codes: [...subject.codes],
    seen: seenOf(alert, series, end, [...new Set(samples.map(({ release }) => release))]),
    samples: shown,
    budget: budgetAsWire(alert.budget),
  };
  return {
    id: newTimedId('alr', firedAt.getTime()),
    key: alert.key,
    ruleId: subject.ruleId,
    severity: 'notify',
    title: titleOf(subject, org?.name, profile),
    scope: scopeText(subject),
    since,
    firedAt,
    evidence,
  };
}

async function samplesOf(
  clickhouse: ClickHouse,
  profile: Profile,
  { codes, route, org }: Subject,
  alert: FiringAlert,
) {
  if (codes.length === 0) return [];
  const range = {
    fromMs: alert.since * 1000 - SLACK_MS,
    toMs: alert.firedAt * 1000 + SLACK_MS,
  };
  const filter = { codes, uncounted: unjudgedCauses(profile), route, org, ...range };
  return await failedSamples(clickhouse, filter, SAMPLES).catch(() => []);
}

function seenOf(
  { evidence }: FiringAlert,
  series: BucketSeries,
  end: number,
  releases: readonly string[],
): EvidenceAtFiring {
  const first = end - series.requests.length * STEP_S;
  return {
    window_s: evidence.windowS,
    requests: evidence.requests,
    errors: evidence.errors,
    ratio: evidence.requests > 0 ? evidence.errors / evidence.requests : 0,
    proven_ratio: evidence.lower,
    usual_ratio: evidence.usual,
    orgs: [...evidence.orgs],
    org_count: evidence.orgCount,
    routes: [...evidence.routes],
    releases: releases.filter((release) => release !== '').slice(0, 3),
    deployed: evidence.deployed,
    series: series.requests.map((requests, i) => ({
      at: new Date((first + i * STEP_S) * 1000).toISOString(),
      requests,
      errors: series.errors[i] ?? 0,
    })),
  };
}
