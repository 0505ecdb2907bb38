import { createHmac, hash, randomBytes } from 'node:crypto';
import { OFF_LINE } from '@request-desk/shared/one-line';
import { parsedJson } from '@request-desk/shared/parsed-json';
import { z } from 'zod';
import type { NewAuditEntry } from '../../database/audit/chain.ts';
import { newTimedId } from '../../database/new-id.ts';
import type { AuditNote } from './audit-trail.ts';

const PERSON_DIGITS = 32;
const MAX_ENTRY_LENGTH = { id: 200, reason: 1000, subjects: 50 };

/** How the chain calls somebody: the same name the same, and nobody can tell it from that. */
export function personRef(staff: string, secret: Buffer): string {
  if (staff === '') return '';
  return createHmac('sha256', secret).update(staff).digest('hex').slice(0, PERSON_DIGITS);
}

/** A note as an entry that waits for its place in the chain. */
export function newEntry(note: AuditNote, secret: Buffer, nowMs: number): NewAuditEntry {
  const { outcome, count, status, subjects } = note;
  return {
    id: newTimedId('aud', nowMs),
    at: new Date(nowMs),
    outcome,
    count,
    status,
    callId: stored(note.callId),
    action: stored(note.action),
    person: personRef(note.staff, secret),
    via: stored(note.via),
    org: idIn(note.org),
    subjects: subjects.slice(0, MAX_ENTRY_LENGTH.subjects).map(idIn),
    details: {
      salt: randomBytes(16).toString('hex'),
      staff: stored(note.staff),
      ticket: stored(note.ticket),
      reason: stored(note.reason, MAX_ENTRY_LENGTH.reason),
      address: stored(note.address),
    },
  };
}

/** A line of the journal, read back. Undefined for what is none. */
export function entryOfLine(line: string): NewAuditEntry | undefined {
  return entry.safeParse(parsedJson(line)).data;
}

const text = z.string();
const entry = z.strictObject({
  id: text,
  callId: text,
  action: text,
  person: text,
  via: text,
  org: text,
  at: z.iso.datetime().transform((at) => new Date(at)),
  outcome: z.enum(['begun', 'done', 'failed']),
  subjects: z.array(text),
  count: z.int(),
  status: z.int(),
  details: z.strictObject({ salt: text, staff: text, ticket: text, reason: text, address: text }),
});

/** An id as it is; of anything else the hash, because what somebody typed may have to be erased. */
function idIn(value: string): string {
  if (/^[\w.:-]{0,120}$/.test(value)) return value;
  return `sha256:${hash('sha256', value).slice(0, PERSON_DIGITS)}`;
}

const NOT_STORED = new RegExp(`[${OFF_LINE}]`, 'gu');

/**
 * What Postgres takes for sure (one that it refused would hold up all that follow), on one line and read in
 * the order in which it is written.
 */
function stored(value: string, longest = MAX_ENTRY_LENGTH.id): string {
  return value.replace(NOT_STORED, ' ').slice(0, longest).toWellFormed();
}
