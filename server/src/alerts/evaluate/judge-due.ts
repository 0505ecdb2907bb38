import type { Profile } from '@request-desk/shared/profile';
import type { ClickHouse } from '../../clickhouse/client.ts';
import { releasesSince } from '../../clickhouse/queries/alert-releases.ts';
import type { Deploys } from '../deploys/deploys.ts';
import { seenDeploys } from '../deploys/seen-deploys.ts';
import type { DeployMarker, EngineInput } from '../engine/bucket.ts';
import { type Decision, decide } from '../engine/decide.ts';
import type { EngineState } from '../engine/state.ts';
import { applyRules, type RuleSeries } from '../rules/apply-rules.ts';
import type { Rule } from '../rules/judge-rule.ts';
import { ruleInputs } from '../rules/rule-inputs.ts';

/** Markers soften for minutes; a changed release is looked for a little further back. */
const MARKERS_S = 900;

interface JudgeDeps {
  readonly clickhouse: ClickHouse;
  readonly profile: Profile;
  readonly deploys: Deploys;
  readonly rules: readonly Rule[];
  /** The clock was set lately: rules of staff stay as they are. */
  readonly rulesPaused: boolean;
}

/** Judges complete buckets: first what is built in, then the rules made by staff. */
export async function judgeDue(
  state: EngineState,
  input: EngineInput,
  sources: JudgeDeps,
  now: number,
): Promise<Decision> {
  const deploys = await freshDeploys(state, sources, now);
  const decision = decide(state, { ...input, deploys }, now);
  if (sources.rulesPaused) return decision;
  const end = Math.min(now, input.closedTo);
  const rules: RuleSeries[] = [];
  for (const rule of sources.rules) {
    rules.push(...(await ruleInputs(sources, rule, decision.state, input.closedTo)));
  }
  return applyRules(decision, rules, end);
}

/** Deployments that the engine does not know yet; those seen in telemetry are written down. */
async function freshDeploys(
  state: EngineState,
  { clickhouse, deploys }: JudgeDeps,
  now: number,
): Promise<DeployMarker[]> {
  const from = Math.floor(now) - MARKERS_S;
  const recorded = (await deploys.since(new Date(from * 1000))).map(({ at, release }) => ({
    at: Math.floor(at.getTime() / 1000),
    release,
  }));
  const seen = seenDeploys(await releasesSince(clickhouse, from), recorded);
  for (const { release, at } of seen) await deploys.add(release, new Date(at * 1000), 'telemetry');
  const isKnown = (marker: DeployMarker) =>
    state.deploys.some(({ at, release }) => at === marker.at && release === marker.release);
  return [...recorded, ...seen].filter((marker) => !isKnown(marker));
}
