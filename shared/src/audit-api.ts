/** Wire shapes of the audit: who did what at the console. */
import { z } from 'zod';
import { instant } from './instant.ts';
import { draftedReply } from './reply-uses-api.ts';

const digest = z.string().describe('SHA-256 in hex');

/** One entry; `null` in place of what was erased. */
export const auditEntry = z.object({
  seq: z.int().describe('The place in the chain, from 1'),
  id: z.string(),
  at: instant,
  call_id: z.string(),
  action: z.string(),
  outcome: z
    .enum(['begun', 'done', 'failed'])
    .describe('begun: written before the call did anything; another entry says how it ended'),
  person: z.string().describe('A keyed hash of the name; empty where nobody was known'),
  via: z.string().describe('The session or personal token; empty for the shared token'),
  org: z.string(),
  subjects: z.array(z.string()).describe('What it was about, as kind:id'),
  count: z.int().describe('How many things; batches name the first only'),
  status: z.int().describe('Of the answer; 0 where there was none yet'),
  staff: z.string().nullable(),
  ticket: z.string().nullable(),
  reason: z.string().nullable(),
  address: z.string().nullable().describe('Where the call came from'),
  hash: digest,
});
export type AuditEntryWire = z.infer<typeof auditEntry>;

/** `GET /support/v1/audit`; `person` is the name, `before` a `seq`. */
export const auditQuery = z.strictObject({
  person: z.string().min(1).max(200).optional(),
  org: z.string().min(1).max(200).optional(),
  action: z.string().min(1).max(64).optional(),
  subject: z.string().min(1).max(200).optional().describe('kind:id'),
  from: instant.optional(),
  to: instant.optional(),
  before: z.coerce.number().int().min(1).optional().describe('Entries before this place'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Newest first. */
export const auditPage = z.object({
  items: z.array(auditEntry),
  next: z.int().nullable().describe('`before` of the next page; null: there is none'),
});
export type AuditPage = z.infer<typeof auditPage>;

/** `GET /support/v1/audit.csv`: the filter of the page. */
export const auditCsvQuery = auditQuery.omit({ before: true, limit: true });

const head = z.object({ seq: z.int(), hash: digest });

/** A line of the file of heads outside the database. */
export const exportedHead = head.extend({ at: instant });
export type ExportedHead = z.infer<typeof exportedHead>;

/** `GET /support/v1/audit/chain` */
export const auditChain = z.object({
  head,
  exported: exportedHead.nullable().describe('The last head that was written outside the database'),
  waiting: z.int().describe('Entries in this process’ journal that wait for the control plane'),
  away_since: instant.nullable().describe('Since when the audit cannot be written; null: it can'),
});
export type AuditChain = z.infer<typeof auditChain>;

/** `POST /support/v1/audit/verify`: a walk over the whole chain. */
export const auditReport = z.object({
  head,
  erased: z.int().describe('Entries whose details were erased, each accounted for'),
  fault: z.string().nullable().describe('The first break; null: the chain is whole'),
  at: instant,
});
export type AuditReport = z.infer<typeof auditReport>;

/** First line of `GET /support/v1/audit/export`: what the first entry holds as the one before it. */
export const auditExportHead = z.object({
  format: z.literal('request-desk-audit-1'),
  origin: digest,
});

/** Each further line: an entry with all that its hash is made of. */
export const auditExportLine = auditEntry.extend({
  details_hash: digest,
  salt: z.string().nullable(),
  prev: digest,
});
export type AuditExportLine = z.infer<typeof auditExportLine>;

/** Body of `POST /support/v1/audit/erase`: whose names, tickets, reasons and addresses. */
export const auditErasure = z.strictObject({
  person: z.string().min(1).max(200).optional().describe('As they are called'),
  org: z.string().min(1).max(200).optional(),
  reason: z.string().trim().min(3).max(1000),
});

export const auditErased = z.object({ erased: z.int() });
export type AuditErased = z.infer<typeof auditErased>;

/** Body of `POST /support/v1/copies`: a page says what was taken from it. */
export const copied = z.strictObject({
  what: z.enum(['id', 'link', 'reply', 'markdown', 'csv', 'event', 'query', 'other']),
  request_ids: z.array(z.string().max(64)).max(500).default([]),
  reply: draftedReply.optional().describe('Which draft was copied; it is counted'),
});
export type Copied = z.input<typeof copied>;
