import type { Severity } from '@request-desk/shared/alerts-api';

/** State of the history that a shared link restores. */
export interface HistorySearch {
  readonly severity?: Severity;
  readonly rule?: string;
}

/** Reads the address leniently: what it does not know is dropped. */
export function historySearch(raw: Record<string, unknown>): HistorySearch {
  const severity = raw.severity === 'page' || raw.severity === 'notify' ? raw.severity : undefined;
  const rule =
    typeof raw.rule === 'string' && raw.rule !== '' && raw.rule.length <= 64 ? raw.rule : undefined;
  return { ...(severity ? { severity } : {}), ...(rule ? { rule } : {}) };
}
