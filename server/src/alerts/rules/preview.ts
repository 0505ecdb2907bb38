import type { RulePreview, RuleSpec } from '@request-desk/shared/alert-rules-api';
import { DAY_S } from '@request-desk/shared/durations';
import { isoOfSeconds } from '@request-desk/shared/instant';
import { STEP_S } from '../engine/bucket.ts';
import type { BucketSeries } from '../engine/elevation.ts';
import { type FiringAlert, WINDOW } from '../engine/state.ts';
import { judgeRule } from './judge-rule.ts';
import { narrowed } from './narrowed.ts';
import { type RuleSources, ruleSeries, ruleSeriesOfEach } from './rule-series.ts';

const DAYS = 7;
const MAX_FIRINGS = 100;
/** Of a rule for each, a week of so many is tried. */
const MAX_PREVIEWED_SERIES = 20;

/** Runs a rule over the last seven days, bucket by bucket, with the code that will judge it. */
export async function previewRule(
  sources: RuleSources,
  spec: RuleSpec,
  nowMs: number,
): Promise<RulePreview> {
  const nowS = Math.floor(nowMs / 1000);
  const to = nowS - (nowS % STEP_S);
  const from = to - DAYS * DAY_S;
  const tried = await seriesToTry(sources, spec, { from, to });
  const firings = [...tried]
    .flatMap(([name, series]) => replay(narrowed(spec, name), name, series, from))
    .sort((a, b) => a.fired_at.localeCompare(b.fired_at));
  return {
    from: isoOfSeconds(from),
    to: isoOfSeconds(to),
    fired: firings.length,
    paged: firings.filter(({ paged }) => paged).length,
    tried_on: spec.each === null ? null : tried.size,
    firings: firings.slice(-MAX_FIRINGS).reverse(),
  };
}

async function seriesToTry(
  sources: RuleSources,
  { each, ...spec }: RuleSpec,
  range: { readonly from: number; readonly to: number },
): Promise<Map<string | undefined, BucketSeries>> {
  if (each === null)
    return new Map([[undefined, await ruleSeries(sources, { each, ...spec }, range)]]);
  return await ruleSeriesOfEach(sources, { ...spec, each }, range, {
    most: MAX_PREVIEWED_SERIES,
    firing: [],
  });
}

type Firing = RulePreview['firings'][number];

function replay(
  spec: RuleSpec,
  name: string | undefined,
  { requests, errors }: BucketSeries,
  from: number,
): Firing[] {
  const firings: Firing[] = [];
  let alert: FiringAlert | undefined;
  for (let i = 0; i < requests.length; i++) {
    if (!alert && errors[i] === 0) continue;
    const start = Math.max(0, i + 1 - WINDOW);
    const series = { requests: requests.slice(start, i + 1), errors: errors.slice(start, i + 1) };
    const end = from + (i + 1) * STEP_S;
    const step = judgeRule({ id: 'preview', spec }, alert, { series, complete: true, end });
    alert = step.alert;
    for (const transition of step.transitions) note(firings, name ?? null, transition);
  }
  return firings;
}

function note(
  firings: Firing[],
  name: string | null,
  { change, at, alert: { evidence } }: ReturnType<typeof judgeRule>['transitions'][number],
): void {
  const latest = firings.at(-1);
  if (change === 'fired') {
    const { requests, errors } = evidence;
    firings.push({
      name,
      fired_at: isoOfSeconds(at),
      ended_at: null,
      paged: false,
      requests,
      errors,
    });
  } else if (latest && change === 'paged') {
    latest.paged = true;
  } else if (latest) {
    latest.ended_at = isoOfSeconds(at);
  }
}
