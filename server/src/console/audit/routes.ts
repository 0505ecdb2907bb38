import { Readable } from 'node:stream';
import {
  type AuditChain,
  type AuditErased,
  type AuditPage,
  type AuditReport,
  auditChain,
  auditCsvQuery,
  auditErased,
  auditErasure,
  auditExportLine,
  auditPage,
  auditQuery,
  auditReport,
  copied,
} from '@request-desk/shared/audit-api';
import type { DraftedReply } from '@request-desk/shared/reply-uses-api';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { AuditFilter } from '../../database/audit/audit-store.ts';
import { entryAsWire } from '../../database/audit/export-lines.ts';
import { inOrder } from '../../database/audit/in-order.ts';
import { ERASE, verifyChain } from '../../database/audit/verify-chain.ts';
import { needs } from '../../http/route-access.ts';
import { auditLookup } from '../audit.ts';
import { badRequest, ConsoleError } from '../console-error.ts';
import { done, ok, route } from '../route.ts';
import { csvLines, exportLines, newestFirst } from './audit-reading.ts';
import { AuditUnavailable } from './audit-trail.ts';
import { callerOf } from './audited-calls.ts';
import { personRef } from './new-entry.ts';
import type { Audit } from './open-audit.ts';

interface AuditRoutes {
  readonly audit: Audit;
  /** Called for each drafted reply that was copied. */
  readonly onReplyCopied: (draft: DraftedReply) => Promise<void>;
  readonly now: () => number;
}

/** The audit, for admins: search, export, verify, erase; and the copies that pages report. */
export async function auditRoutes(
  api: FastifyInstance,
  { audit, now, onReplyCopied }: AuditRoutes,
): Promise<void> {
  const { store, log, heads, secret } = audit;
  const filterOf = (query: z.infer<typeof auditCsvQuery>): AuditFilter => ({
    ...query,
    person: query.person === undefined ? undefined : personRef(query.person, secret),
    from: query.from === undefined ? undefined : new Date(query.from),
    to: query.to === undefined ? undefined : new Date(query.to),
  });

  route(api, 'GET /audit', {
    access: needs('admin', 'audit:read'),
    summary: 'Who looked up, revealed, exported and changed what, newest first',
    query: auditQuery,
    answers: ok('AuditPage', auditPage),
    handle: async (request): Promise<AuditPage> => {
      const { before, limit, ...filter } = request.query;
      const rows = await store.search(filterOf(filter), before, limit + 1);
      const items = rows.slice(0, limit).map(entryAsWire);
      return { items, next: rows.length > limit ? (items.at(-1)?.seq ?? null) : null };
    },
  });

  // The page asks for it every few seconds, and it shows nobody's doings.
  const state = needs('admin', 'audit:read', { audit: 'none' });
  route(api, 'GET /audit/chain', {
    access: state,
    summary: 'The head of the chain, and whether it can be written',
    answers: ok('AuditChain', auditChain),
    handle: async (): Promise<AuditChain> => {
      const { waiting, awaySince } = log.state();
      return {
        head: await store.head(),
        exported: heads.last() ?? null,
        waiting,
        away_since: awaySince === undefined ? null : new Date(awaySince).toISOString(),
      };
    },
  });

  let walk: Promise<AuditReport> | undefined;
  route(api, 'POST /audit/verify', {
    access: needs('admin', 'audit:read'),
    summary: 'Verify the whole chain',
    answers: ok('AuditReport', auditReport),
    handle: async (): Promise<AuditReport> => {
      walk ??= verified().finally(() => {
        walk = undefined;
      });
      return await walk;
    },
  });

  async function verified(): Promise<AuditReport> {
    const exported = heads.last();
    const report = await verifyChain(inOrder(store), {
      origin: store.origin,
      heads: exported ? [exported] : [],
    });
    const { seq, hash } = report.head;
    const { erased, fault = null } = report;
    return { head: { seq, hash }, erased, fault, at: new Date(now()).toISOString() };
  }

  const exports = needs('admin', 'audit:export', { kind: 'export' });
  route(api, 'GET /audit.csv', {
    access: exports,
    summary: 'The same entries as CSV (RFC 4180)',
    query: auditCsvQuery,
    answers: { 200: { description: 'Newest first', types: ['text/csv'] } },
    handle: async (request, reply) => {
      const filter = filterOf(request.query);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="audit.csv"')
        .send(Readable.from(csvLines(newestFirst(store, filter))));
    },
  });

  route(api, 'GET /audit/export', {
    access: exports,
    summary: 'The whole chain, from which it can be verified elsewhere',
    answers: {
      200: {
        description: 'First AuditExportHead, then an entry a line, oldest first',
        name: 'AuditExportLine',
        schema: auditExportLine,
        stream: 'application/x-ndjson',
      },
    },
    handle: async (_request, reply) =>
      reply
        .type('application/x-ndjson; charset=utf-8')
        .header('content-disposition', 'attachment; filename="audit.ndjson"')
        .send(Readable.from(exportLines(store.origin, inOrder(store)))),
  });

  const erases = needs('admin', 'audit:erase', { confirmed: true });
  route(api, 'POST /audit/erase', {
    access: erases,
    summary: 'Erase names, tickets, reasons and addresses of a person or an organisation',
    body: { name: 'AuditErasure', schema: auditErasure },
    answers: ok('AuditErased', auditErased, 'How many entries lost their details'),
    handle: async (request): Promise<AuditErased> => {
      const { person, org, reason } = request.body;
      if ((person === undefined) === (org === undefined))
        throw badRequest('Name either a person or an organisation.');
      const whose = org === undefined ? { person: personRef(person ?? '', secret) } : { org };
      const subjects = Object.entries(whose).map(([kind, id]) => `${kind}:${id}`);
      // It stands in the chain before anything is gone, or a walk would call it a break.
      const note = { ...callerOf(request), org: org ?? '', subjects, count: 1, status: 0, reason };
      await log.write({ ...note, action: ERASE, outcome: 'begun' }).catch(refuse);
      const [row] = await store.search({ action: ERASE, subject: subjects[0] }, undefined, 1);
      return { erased: await store.erase(whose, row?.entry.seq ?? 0) };
    },
  });

  route(api, 'POST /copies', {
    access: needs('support', 'requests:copy', { kind: 'read' }),
    summary: 'Record what was copied from a page',
    body: { name: 'Copied', schema: copied },
    answers: done('Written down'),
    handle: async (request): Promise<void> => {
      const { what, request_ids, reply: draft } = request.body;
      auditLookup(request, { ids: request_ids, also: [`copied:${what}`] });
      // A count that is lost while the control plane is away is no reason to refuse the audit's line.
      if (draft)
        await onReplyCopied(draft).catch((err) => request.log.warn({ err }, 'copy not counted'));
    },
  });
}

function refuse(error: unknown): never {
  if (!(error instanceof AuditUnavailable)) throw error;
  throw new ConsoleError('audit_unavailable', 'The audit cannot be written. Nothing was erased.');
}
