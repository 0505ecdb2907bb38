import type { AlertLabels } from '@request-desk/shared/alerts-api';
import type { Channel } from './channels.ts';

/** True when a channel is meant for alerts with these labels. */
export function isRouted({ enabled, route }: Channel, labels: AlertLabels): boolean {
  const fits = <T>(wanted: readonly T[], value: T) => wanted.length === 0 || wanted.includes(value);
  const { codes } = route;
  const { code } = labels;
  return (
    enabled &&
    route.escalation_only !== true &&
    fits(route.severities, labels.severity) &&
    fits(route.kinds, labels.kind) &&
    fits(codes, code)
  );
}
