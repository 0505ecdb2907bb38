import type { AuditEntryWire, AuditExportLine } from '@request-desk/shared/audit-api';
import type { AuditRow } from './chain.ts';

/** An entry as pages get it. */
export function entryAsWire({ entry, details }: AuditRow): AuditEntryWire {
  const { at, callId, detailsHash: _detailsHash, prev: _prev, subjects, ...same } = entry;
  return {
    ...same,
    at: at.toISOString(),
    call_id: callId,
    subjects: [...subjects],
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
  const { at, call_id, details_hash, salt, staff, ticket, reason, address, ...same } = line;
  const erased =
    salt === null || staff === null || ticket === null || reason === null || address === null;
  return {
    entry: { ...same, at: new Date(at), callId: call_id, detailsHash: details_hash },
    details: erased ? null : { salt, staff, ticket, reason, address },
  };
}
