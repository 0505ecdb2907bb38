import type { RulePreview, RuleSpec } from '@request-desk/shared/alert-rules-api';
import type { ClickHouse } from '../../clickhouse/client.ts';
import { STEP_S } from '../engine/bucket.ts';
import type { Series } from '../engine/elevation.ts';
import { type FiringAlert, WINDOW } from '../engine/state.ts';
import { judgeRule } from './judge-rule.ts';
import { ruleSeriesBetween } from './rule-series.ts';

const DAYS = 7;
const SHOWN = 100;

/** Runs a rule over the last seven days, bucket by bucket, with the code that will judge it. */
export async function previewRule(
  clickhouse: ClickHouse,
  spec: RuleSpec,
  nowMs: number,
): Promise<RulePreview> {
  const nowS = Math.floor(nowMs / 1000);
  const to = nowS - (nowS % STEP_S);
  const from = to - DAYS * 86_400;
  const series = await ruleSeriesBetween(clickhouse, spec, from, to);
  const firings = replay(spec, series, from);
  return {
    from: isoOf(from),
    to: isoOf(to),
    fired: firings.length,
    paged: firings.filter(({ paged }) => paged).length,
    firings: firings.slice(-SHOWN).reverse(),
  };
}

type Firing = RulePreview['firings'][number];

function replay(spec: RuleSpec, { requests, errors }: Series, from: number): Firing[] {
  const firings: Firing[] = [];
  let alert: FiringAlert | undefined;
  for (let i = 0; i < requests.length; i++) {
    if (!alert && errors[i] === 0) continue;
    const start = Math.max(0, i + 1 - WINDOW);
    const series = { requests: requests.slice(start, i + 1), errors: errors.slice(start, i + 1) };
    const end = from + (i + 1) * STEP_S;
    const step = judgeRule({ id: 'preview', spec }, alert, { series, complete: true, end });
    alert = step.alert;
    for (const transition of step.transitions) note(firings, transition);
  }
  return firings;
}

function note(
  firings: Firing[],
  { change, at, alert: { evidence } }: ReturnType<typeof judgeRule>['transitions'][number],
): void {
  const latest = firings.at(-1);
  if (change === 'fired') {
    const { requests, errors } = evidence;
    firings.push({ fired_at: isoOf(at), ended_at: null, paged: false, requests, errors });
  } else if (latest && change === 'paged') {
    latest.paged = true;
  } else if (latest) {
    latest.ended_at = isoOf(at);
  }
}

const isoOf = (seconds: number) => new Date(seconds * 1000).toISOString();
