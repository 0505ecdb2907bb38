import { type ObjectiveSpec, objectiveSpec } from '@request-desk/shared/objectives-api';
import { formFaults } from '../../../ui/form-faults.ts';

/** An objective while it is written: numbers are text, the target is in percent. */
export interface ObjectiveDraft {
  readonly name: string;
  readonly route: string;
  readonly target: string;
  readonly windowDays: string;
  readonly enabled: boolean;
}

export const newObjective = (): ObjectiveDraft => ({
  name: '',
  route: '',
  target: '99.9',
  windowDays: '28',
  enabled: true,
});

export function draftOf(spec: ObjectiveSpec): ObjectiveDraft {
  return {
    name: spec.name,
    route: spec.route ?? '',
    target: String(round(spec.target * 100)),
    windowDays: String(spec.window_days),
    enabled: spec.enabled,
  };
}

/** The objective that the draft means, or what is wrong with it. */
export function specOf(
  draft: ObjectiveDraft,
): { spec: ObjectiveSpec } | { faults: readonly string[] } {
  const parsed = objectiveSpec.safeParse({
    name: draft.name,
    route: draft.route.trim() || null,
    target: round(Number(draft.target.replace(',', '.')) / 100),
    window_days: Number(draft.windowDays),
    enabled: draft.enabled,
  });
  return parsed.success ? { spec: parsed.data } : { faults: formFaults(parsed.error) };
}

/** Percent and back without the noise of binary fractions. */
function round(value: number): number {
  return Math.round(value * 1e8) / 1e8;
}
