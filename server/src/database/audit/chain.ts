import { hash } from 'node:crypto';
import type { auditDetails, auditEntries } from './audit-schema.ts';

/** An entry as stored. */
export type AuditEntry = typeof auditEntries.$inferSelect;

/** The erasable part of an entry, without its place. */
export type AuditDetails = Omit<typeof auditDetails.$inferSelect, 'seq'>;

/** An entry before it has a place in the chain. */
export type NewAuditEntry = Omit<AuditEntry, 'seq' | 'prev' | 'hash' | 'detailsHash'> & {
  readonly details: AuditDetails;
};

/** An entry with what is left of its details: null when they are erased. */
export interface AuditRow {
  readonly entry: AuditEntry;
  readonly details: AuditDetails | null;
}

/** The last entry of a chain; `seq` 0 and the origin when there is none. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

/** What the first entry of the chain of the control plane `identity` holds as the one before it. */
export function originOf(identity: string): string {
  return hash('sha256', `request-desk audit ${identity}`);
}

/** The hash of an entry: SHA-256 over the JSON of its fields in this order, in hex. */
export function hashOfEntry(entry: Omit<AuditEntry, 'hash'>): string {
  const { seq, id, at, callId, action, outcome, person, via } = entry;
  const { org, subjects, count, status, detailsHash, prev } = entry;
  return hash(
    'sha256',
    JSON.stringify([
      'request-desk-audit-1',
      seq,
      id,
      at.toISOString(),
      callId,
      action,
      outcome,
      person,
      via,
      org,
      subjects,
      count,
      status,
      detailsHash,
      prev,
    ]),
  );
}

/** The hash of details, salted, so that nobody can guess what was erased. */
export function hashOfDetails({ salt, staff, ticket, reason, address }: AuditDetails): string {
  return hash('sha256', JSON.stringify([salt, staff, ticket, reason, address]));
}

/** `entry` as the next of the chain that ends with `head`. */
export function chained({ details, ...entry }: NewAuditEntry, head: AuditHead): AuditEntry {
  const linked = {
    ...entry,
    seq: head.seq + 1,
    detailsHash: hashOfDetails(details),
    prev: head.hash,
  };
  return { ...linked, hash: hashOfEntry(linked) };
}
