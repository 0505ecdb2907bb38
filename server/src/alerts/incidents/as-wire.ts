import type { Incident } from '@request-desk/shared/alerts-api';
import type { ActiveWindow } from '../silences/suppressions.ts';
import type { IncidentRow } from './incidents.ts';
import { type StoredEvidence, storedEvidence } from './stored-evidence.ts';
import { summaryOf } from './summary.ts';

export function evidenceOf(row: IncidentRow): StoredEvidence {
  return storedEvidence.parse(row.evidence);
}

/** What is not stored with an incident. */
export interface IncidentState {
  /** Until when it is not over; null: unknown; nothing: it is still seen. */
  readonly clearing: { readonly until: Date | null } | undefined;
  readonly silencedBy: string | null;
  readonly window: ActiveWindow | null;
}

export const UNKNOWN_STATE: IncidentState = { clearing: undefined, silencedBy: null, window: null };

/** An incident as the console shows it; `clearing` while the engine sees it no more. */
export function incidentAsWire(row: IncidentRow, now: IncidentState): Incident {
  const evidence = evidenceOf(row);
  const { labels, seen, samples, budget } = evidence;
  return {
    id: row.id,
    rule: row.ruleId,
    scope: row.scope,
    severity: row.severity,
    title: row.title,
    state: row.endedAt === null ? 'firing' : 'resolved',
    phase: phaseOf(row, now.clearing !== undefined),
    clears_at: row.endedAt === null ? iso(now.clearing?.until ?? null) : null,
    started_at: row.since.toISOString(),
    fired_at: row.firedAt.toISOString(),
    paged_at: iso(row.pagedAt),
    ended_at: iso(row.endedAt),
    end_reason: row.endReason,
    sample_request_ids: samples,
    labels: { ...labels, severity: row.severity },
    acknowledged:
      row.acknowledgedAt && row.acknowledgedBy
        ? { at: row.acknowledgedAt.toISOString(), by: row.acknowledgedBy }
        : null,
    silenced_by: now.silencedBy,
    owner: row.owner,
    status_text:
      row.statusText && row.statusTextAt
        ? {
            text: row.statusText,
            at: row.statusTextAt.toISOString(),
            by: row.statusTextBy ?? '',
            texts: row.statusTexts ?? undefined,
          }
        : null,
    maintenance: now.window && maintenanceOf(now.window),
    summary: summaryOf(labels.kind, seen, budget),
    summary_of: addedUpLater(row, evidence) ? 'paged' : 'fired',
    budget,
  };
}

/** True when what made it a page added up after it had fired on less. */
function addedUpLater({ pagedAt }: IncidentRow, { seen, budget }: StoredEvidence): boolean {
  return pagedAt !== null && budget !== null && budget.window_s !== seen.window_s;
}

function maintenanceOf({ row, toMs }: ActiveWindow): Incident['maintenance'] {
  const { title, effect } = row.plan;
  return { id: row.id, title, effect, ends_at: new Date(toMs).toISOString() };
}

function phaseOf(row: IncidentRow, clearing: boolean): Incident['phase'] {
  if (row.endedAt !== null) return 'resolved';
  if (row.ruleId === 'no-data') return 'no_data';
  return clearing ? 'clearing' : 'firing';
}

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null;
}
