import type { PanelScope } from '../../api/dashboard.ts';
import type { ChartMarker } from '../../ui/chart/chart-data.ts';

/** What every chart of the page is given. */
export interface PanelProps {
  readonly scope: PanelScope;
  readonly markers: readonly ChartMarker[];
  readonly onBrush: (from: string, to: string) => void;
}

/** A panel that can show the time before as well. */
export interface ComparedProps extends PanelProps {
  /** The time before; undefined: it is not shown. */
  readonly before: PanelScope | undefined;
}

/** The end of the step that begins at `at`. */
export function stepEnd(at: string, stepS: number): string {
  return new Date(Date.parse(at) + stepS * 1000).toISOString();
}

/** The scope as the explorer's filter. */
export function scopeFilter(scope: PanelScope): { org?: string[]; route?: string[] } {
  return {
    ...(scope.org ? { org: [scope.org] } : {}),
    ...(scope.route ? { route: [scope.route] } : {}),
  };
}
