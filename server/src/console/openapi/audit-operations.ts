import * as audit from '@request-desk/shared/audit-api';
import { erasureStep, orgErasure } from '@request-desk/shared/erasure-api';
import { type Operations, ok } from './operation.ts';

/** Who did what at the console. */
export const AUDIT_OPERATIONS: Operations = {
  'GET /audit': {
    summary: 'Who looked up, revealed, exported and changed what, newest first',
    query: audit.auditQuery,
    answers: ok('AuditPage', audit.auditPage),
  },
  'GET /audit.csv': {
    summary: 'The same entries as CSV (RFC 4180)',
    query: audit.auditCsvQuery,
    answers: { 200: { description: 'Newest first', types: ['text/csv'] } },
  },
  'GET /audit/export': {
    summary: 'The whole chain, from which it can be verified elsewhere',
    answers: {
      200: {
        description: 'First AuditExportHead, then an entry a line, oldest first',
        name: 'AuditExportLine',
        schema: audit.auditExportLine,
        types: ['application/x-ndjson'],
      },
    },
  },
  'GET /audit/chain': {
    summary: 'The head of the chain, and whether it can be written',
    answers: ok('AuditChain', audit.auditChain),
  },
  'POST /audit/verify': {
    summary: 'Walk over the whole chain',
    answers: ok('AuditReport', audit.auditReport),
  },
  'POST /audit/erase': {
    summary: 'Erase names, tickets, reasons and addresses of a person or an organisation',
    body: { name: 'AuditErasure', schema: audit.auditErasure },
    answers: ok('AuditErased', audit.auditErased, 'How many entries lost their details'),
  },
  'POST /erasures': {
    summary: 'Erase an organisation from all stores, or count what there is; a line for each step',
    body: { name: 'OrgErasure', schema: orgErasure },
    answers: {
      200: { description: 'Steps as NDJSON', name: 'ErasureStep', schema: erasureStep },
    },
  },
  'POST /copies': {
    summary: 'Say what was copied from a page',
    body: { name: 'Copied', schema: audit.copied },
    answers: { 204: { description: 'Written down' } },
  },
};
