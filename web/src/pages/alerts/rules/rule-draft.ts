import { type RuleSpec, ruleSpec } from '@request-desk/shared/alert-rules-api';
import { codesOfClass } from '@request-desk/shared/profile-codes';
import { apiProfile } from '../../../api/profile.ts';
import { formFaults } from '../../../ui/form-faults.ts';

/** A rule while it is written: numbers are text, a ratio is in percent. */
export interface RuleDraft {
  readonly name: string;
  readonly codes: readonly string[];
  readonly route: string;
  readonly org: string;
  readonly each: 'all' | 'org' | 'route';
  readonly measure: 'ratio' | 'count';
  readonly threshold: string;
  readonly windowS: string;
  readonly minErrors: string;
  readonly severity: 'notify' | 'page';
  readonly enabled: boolean;
}

/** A rule about the API's own faults, to begin with. */
export const newRule = (): RuleDraft => ({
  name: '',
  codes: codesOfClass(apiProfile(), 'server'),
  route: '',
  org: '',
  each: 'all',
  measure: 'ratio',
  threshold: '5',
  windowS: '60',
  minErrors: '5',
  severity: 'notify',
  enabled: true,
});

export function draftOf(spec: RuleSpec): RuleDraft {
  return {
    name: spec.name,
    codes: spec.codes,
    route: spec.route ?? '',
    org: spec.org ?? '',
    each: spec.each ?? 'all',
    measure: spec.measure,
    threshold: String(spec.measure === 'ratio' ? round(spec.threshold * 100) : spec.threshold),
    windowS: String(spec.window_s),
    minErrors: String(spec.min_errors),
    severity: spec.severity,
    enabled: spec.enabled,
  };
}

/** The rule that the draft means, or what is wrong with it. */
export function specOf(draft: RuleDraft): { spec: RuleSpec } | { faults: readonly string[] } {
  const threshold = Number(draft.threshold);
  const parsed = ruleSpec.safeParse({
    name: draft.name,
    codes: draft.codes,
    route: draft.route.trim() || null,
    org: draft.org.trim() || null,
    each: draft.each === 'all' ? null : draft.each,
    measure: draft.measure,
    threshold: draft.measure === 'ratio' ? round(threshold / 100) : threshold,
    window_s: Number(draft.windowS),
    min_errors: Number(draft.minErrors),
    severity: draft.severity,
    enabled: draft.enabled,
  });
  if (parsed.success) return { spec: parsed.data };
  return { faults: formFaults(parsed.error) };
}

/** Percent and back without the noise of binary fractions. */
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
