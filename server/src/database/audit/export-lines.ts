import type { AuditEntryWire, AuditExportLine } from '@request-desk/shared/audit-api';
import type { AuditRow } from './chain.ts';

/** An entry as pages get it. */
export function entryAsWire({ entry, details }: AuditRow): AuditEntryWire {
  const { seq, id, action, outcome, person, via, org, count, status, hash } = entry;
  return {
    seq,
    id,
    action,
    outcome,
    person,
    via,
    org,
    count,
    status,
    hash,
    at: entry.at.toISOString(),
    call_id: entry.callId,
    subjects: [...entry.subjects],
    staff: details?.staff ?? null,
    ticket: details?.ticket ?? null,
    reason: details?.reason ?? null,
    address: details?.address ?? null,
  };
}

/** An entry with all that its hash is made of. */
export function exportLine(row: AuditRow): AuditExportLine {
  const { detailsHash: details_hash, prev } = row.entry;
  return { ...entryAsWire(row), details_hash, prev, salt: row.details?.salt ?? null };
}

/** The row that such a line was made of. */
export function rowOfLine(line: AuditExportLine): AuditRow {
  const { seq, id, action, outcome, person, via, org, subjects, count, status, prev, hash } = line;
  const { salt, staff, ticket, reason, address } = line;
  const erased =
    salt === null || staff === null || ticket === null || reason === null || address === null;
  return {
    entry: {
      seq,
      id,
      action,
      outcome,
      person,
      via,
      org,
      subjects,
      count,
      status,
      prev,
      hash,
      at: new Date(line.at),
      callId: line.call_id,
      detailsHash: line.details_hash,
    },
    details: erased ? null : { salt, staff, ticket, reason, address },
  };
}
