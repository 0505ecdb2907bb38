import type { PanelScope } from '../../api/dashboard.ts';

/** The time of the same length that ends where `scope` begins. */
export function previousPeriod(scope: PanelScope): PanelScope {
  return {
    ...scope,
    rangeKey: `${scope.rangeKey} before`,
    bounds: () => {
      const { from, to = new Date().toISOString() } = scope.bounds();
      const length = Date.parse(to) - Date.parse(from);
      return { from: new Date(Date.parse(from) - length).toISOString(), to: from };
    },
  };
}

interface Steps {
  readonly at: readonly string[];
  readonly step_s: number;
}

/**
 * Values of the time before under the steps of now: each stands as far behind the end of its time. Null
 * where there is none, and everywhere where the steps have another length.
 */
export function moved(
  before: Steps,
  values: readonly (number | null)[],
  now: Steps,
): (number | null)[] {
  if (before.step_s !== now.step_s) return now.at.map(() => null);
  const shift = before.at.length - now.at.length;
  return now.at.map((_, index) => values[index + shift] ?? null);
}
