import { Readable } from 'node:stream';
import {
  type AuditChain,
  type AuditErased,
  type AuditPage,
  type AuditReport,
  auditCsvQuery,
  auditErasure,
  auditQuery,
  copied,
} from '@request-desk/shared/audit-api';
import type { DraftedReply } from '@request-desk/shared/reply-uses-api';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { AuditFilter } from '../../database/audit/audit-store.ts';
import { entryAsWire } from '../../database/audit/export-lines.ts';
import { ERASE, verifyChain } from '../../database/audit/verify-chain.ts';
import { needs } from '../../http/route-access.ts';
import { auditLookup } from '../audit.ts';
import { badRequest, ConsoleError } from '../console-error.ts';
import { inputOf } from '../input.ts';
import { csvLines, exportLines, inOrder, newestFirst } from './audit-reading.ts';
import { AuditUnavailable } from './audit-trail.ts';
import { callerOf } from './audited-calls.ts';
import { personRef } from './new-entry.ts';
import type { Audit } from './open-audit.ts';

interface AuditRoutes {
  readonly audit: Audit;
  /** Hears of each drafted reply that was copied. */
  readonly onReplyCopied: (draft: DraftedReply) => Promise<void>;
  readonly now: () => number;
}

/** The audit, for admins: search, export, verify, erase; and the copies that pages tell of. */
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

  api.get('/audit', needs('admin', 'audit:read'), async (request): Promise<AuditPage> => {
    const { before, limit, ...filter } = inputOf(auditQuery, request.query);
    const rows = await store.search(filterOf(filter), before, limit + 1);
    const items = rows.slice(0, limit).map(entryAsWire);
    return { items, next: rows.length > limit ? (items.at(-1)?.seq ?? null) : null };
  });

  // The page asks for it every few seconds, and it shows nobody's doings.
  const state = needs('admin', 'audit:read', { audit: 'none' });
  api.get('/audit/chain', state, async (): Promise<AuditChain> => {
    const { waiting, awaySince } = log.state();
    return {
      head: await store.head(),
      exported: heads.last() ?? null,
      waiting,
      away_since: awaySince === undefined ? null : new Date(awaySince).toISOString(),
    };
  });

  let walk: Promise<AuditReport> | undefined;
  api.post('/audit/verify', needs('admin', 'audit:read'), async (): Promise<AuditReport> => {
    walk ??= verified().finally(() => {
      walk = undefined;
    });
    return await walk;
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
  api.get('/audit.csv', exports, async (request, reply) => {
    const filter = filterOf(inputOf(auditCsvQuery, request.query));
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="audit.csv"')
      .send(Readable.from(csvLines(newestFirst(store, filter))));
  });

  api.get('/audit/export', exports, async (_request, reply) =>
    reply
      .type('application/x-ndjson; charset=utf-8')
      .header('content-disposition', 'attachment; filename="audit.ndjson"')
      .send(Readable.from(exportLines(store.origin, inOrder(store)))),
  );

  const erases = needs('admin', 'audit:erase', { confirmed: true });
  api.post('/audit/erase', erases, async (request): Promise<AuditErased> => {
    const { person, org, reason } = inputOf(auditErasure, request.body);
    if ((person === undefined) === (org === undefined))
      throw badRequest('Name either a person or an organisation.');
    const whose = org === undefined ? { person: personRef(person ?? '', secret) } : { org };
    const subjects = Object.entries(whose).map(([kind, id]) => `${kind}:${id}`);
    // It stands in the chain before anything is gone, or a walk would call it a break.
    const note = { ...callerOf(request), org: org ?? '', subjects, count: 1, status: 0, reason };
    await log.write({ ...note, action: ERASE, outcome: 'begun' }).catch(refuse);
    const [row] = await store.search({ action: ERASE, subject: subjects[0] }, undefined, 1);
    return { erased: await store.erase(whose, row?.entry.seq ?? 0) };
  });

  api.post(
    '/copies',
    needs('support', 'requests:copy', { kind: 'read' }),
    async (request, reply): Promise<void> => {
      const { what, request_ids, reply: draft } = inputOf(copied, request.body);
      auditLookup(request, { ids: request_ids, also: [`copied:${what}`] });
      // A count that is lost while the control plane is away is no reason to refuse the audit's line.
      if (draft)
        await onReplyCopied(draft).catch((err) => request.log.warn({ err }, 'copy not counted'));
      return await reply.code(204).send();
    },
  );
}

function refuse(error: unknown): never {
  if (!(error instanceof AuditUnavailable)) throw error;
  throw new ConsoleError('audit_unavailable', 'The audit cannot be written. Nothing was erased.');
}
