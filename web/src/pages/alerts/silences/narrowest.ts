import type { AlertLabels } from '@request-desk/shared/alerts-api';
import type { Matcher } from '@request-desk/shared/silences-api';

const NARROWING = ['rule', 'kind', 'code', 'route', 'org'] as const;

/**
 * Lines that cover an alert and nothing wider: an alert on everybody does not silence those on one
 * route. Severity is left out, so that the alert stays covered when it becomes a page.
 */
export function narrowest(labels: AlertLabels): Matcher[] {
  return NARROWING.filter(
    (label) => label === 'rule' || label === 'kind' || labels[label] !== '',
  ).map((label) => ({ label, op: '=', value: labels[label] }));
}
