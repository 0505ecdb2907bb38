import type { RuleSpec } from '@request-desk/shared/alert-rules-api';

/** What a rule for each org or route asks of one of them; other rules as they are. */
export function narrowed(spec: RuleSpec, name: string | undefined): RuleSpec {
  if (spec.each === null || name === undefined) return spec;
  return spec.each === 'org' ? { ...spec, org: name } : { ...spec, route: name };
}
