import type { AuditNote } from '../../server/src/console/audit/audit-trail.ts';

/** A note of the `n`th call. */
export function noteNumbered(n: number, more: Partial<AuditNote> = {}): AuditNote {
  return {
    callId: `call_${n}`,
    action: 'requests:read',
    outcome: 'done',
    staff: n % 2 === 0 ? 'ada@desk.example' : 'bob@desk.example',
    via: 'ses_1',
    org: n % 3 === 0 ? 'org_a' : 'org_b',
    subjects: [`request:req_${n}`],
    count: 1,
    status: 200,
    ticket: `T-${n}`,
    reason: '',
    address: '192.0.2.1',
    ...more,
  };
}
