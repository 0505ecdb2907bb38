import { evidenceOf } from './as-wire.ts';
import type { IncidentRow } from './incidents.ts';

/** Which requests an alert is about: codes that failed, and one route or organisation where it is of one. */
export function requestsOf(row: IncidentRow) {
  const { codes, labels } = evidenceOf(row);
  return {
    codes,
    route: labels.kind === 'route' || labels.route !== '' ? labels.route : undefined,
    org: labels.kind === 'org' || labels.org !== '' ? labels.org : undefined,
  };
}
