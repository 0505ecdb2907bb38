import type { EngineState } from '../engine/state.ts';
import type { RuleSeries } from './apply-rules.ts';
import type { Rule } from './judge-rule.ts';
import { narrowed } from './narrowed.ts';
import { ruleIdOf, ruleNameOf } from './rule-key.ts';
import { type RuleSources, ruleSeries, ruleSeriesOfEach, ruleWindow } from './rule-series.ts';

/** Of a rule for each, so many with most errors are judged: more would add nothing. */
const MAX_SERIES = 500;

/** A rule with what it is judged by; a rule for each once for every org or route in question. */
export async function ruleInputs(
  sources: RuleSources,
  rule: Rule,
  { firing }: EngineState,
  to: number,
): Promise<RuleSeries[]> {
  const { id, spec } = rule;
  const { each } = spec;
  const range = ruleWindow(to);
  if (each === null) return [{ rule, series: await ruleSeries(sources, spec, range) }];
  const own = Object.keys(firing).filter((key) => ruleIdOf(key) === id);
  const wanted = { most: MAX_SERIES, firing: own.flatMap((key) => ruleNameOf(key) ?? []) };
  const found = await ruleSeriesOfEach(sources, { ...spec, each }, range, wanted);
  return [...found].map(([name, series]) => ({
    rule: { id, name, spec: narrowed(spec, name) },
    series,
  }));
}
