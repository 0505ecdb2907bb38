import type { BucketSeries } from '../engine/elevation.ts';
import { scopeOf } from '../engine/scope.ts';
import type { AlertKey, EngineState, FiringAlert, Transition } from '../engine/state.ts';
import { judgeRule, type Rule } from './judge-rule.ts';
import { ruleIdOf, ruleKey } from './rule-key.ts';

interface RuleChange {
  readonly state: EngineState;
  readonly transitions: readonly Transition[];
}

/** The rules made by staff, each with its series up to the newest bucket of the window. */
export interface RuleSeries {
  readonly rule: Rule;
  readonly series: BucketSeries;
}

/** Judges the rules made by staff after the built-in ones; ends alerts whose rule is gone. */
export function applyRules(
  { state, transitions }: RuleChange,
  rules: readonly RuleSeries[],
  end: number,
): RuleChange {
  const firing: Record<AlertKey, FiringAlert> = { ...state.firing };
  const changes = [...transitions];
  const kind = state.window.at(-1)?.kind;
  const known = new Set(rules.map(({ rule }) => ruleKey(rule.id, rule.name)));
  for (const alert of Object.values(state.firing)) {
    if (ruleIdOf(alert.key) === undefined || known.has(alert.key)) continue;
    delete firing[alert.key];
    changes.push({ change: 'rule_removed', at: end, alert });
  }
  if (kind === 'missing') return { state: { ...state, firing }, transitions: changes };
  for (const { rule, series } of rules) {
    const key = ruleKey(rule.id, rule.name);
    const step = judgeRule(rule, firing[key], { series, complete: kind !== 'incomplete', end });
    if (step.alert) firing[key] = step.alert;
    else delete firing[key];
    changes.push(...step.transitions);
  }
  return { state: { ...state, firing }, transitions: changes };
}

/** Takes back what built-in rules that are switched off have decided. */
export function withoutSwitchedOff(
  before: EngineState,
  { state, transitions }: RuleChange,
  off: ReadonlySet<string>,
  end: number,
): RuleChange {
  if (off.size === 0) return { state, transitions };
  const isOff = (key: AlertKey) => off.has(builtInRuleOf(key) ?? '');
  const kept = transitions.filter(({ alert }) => !isOff(alert.key));
  const removed = Object.values(before.firing)
    .filter(({ key }) => isOff(key))
    .map((alert) => ({ change: 'rule_removed' as const, at: end, alert }));
  const firing = Object.entries(state.firing).filter(([key]) => !isOff(key));
  return {
    state: { ...state, firing: Object.fromEntries(firing) },
    transitions: [...kept, ...removed],
  };
}

function builtInRuleOf(key: AlertKey): string | undefined {
  if (key === 'no-data') return key;
  const scope = scopeOf(key);
  if (scope === undefined) return undefined;
  return scope.signal === '500' ? 'errors-500' : 'surge-429';
}
