import type { StaffRole } from '@request-desk/shared/staff-api';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { ConsoleError } from '../console-error.ts';
import type { AuditNote, AuditTrail } from './audit-trail.ts';

const NOBODY = { callId: '', staff: '', via: '', org: '', ticket: '', reason: '', address: '' };

/** What the audit records of sign-ins and sign-outs; no route of theirs knows them beforehand. */
export class SignInNotes {
  readonly #trail: AuditTrail;
  readonly #log: Logger;

  constructor(trail: AuditTrail, log: Logger) {
    this.#trail = trail;
    this.#log = log;
  }

  /** Somebody is let in. Throws ConsoleError (503) when that cannot be written down. */
  async signedIn(request: FastifyRequest, staff: string, entrance: string): Promise<void> {
    const note = { ...noteOf(request, 'session:begin', `entrance:${entrance}`), staff };
    await this.#trail.note(note).catch(() => {
      throw new ConsoleError(
        'audit_unavailable',
        'The audit cannot be written: try again shortly.',
      );
    });
  }

  /** Somebody was not let in; `staff` where the provider named them. */
  refused(request: FastifyRequest, by: string, staff = ''): void {
    const note = noteOf(request, 'session:begin', `entrance:${by}`);
    this.#soon({ ...note, staff, outcome: 'failed', status: 401 });
  }

  left(request: FastifyRequest, session: { readonly staffId: string; readonly id: string }): void {
    const note = noteOf(request, 'session:leave', `session:${session.id}`);
    this.#soon({ ...note, staff: session.staffId, via: session.id });
  }

  /** The provider does not confirm the person of a session any more. */
  ended(session: { readonly staffId: string; readonly id: string }): void {
    const about = { ...NOBODY, subjects: [`session:${session.id}`, 'by:provider'] };
    const note = {
      ...about,
      action: 'sessions:end',
      outcome: 'done',
      count: 1,
      status: 0,
    } as const;
    this.#soon({ ...note, staff: session.staffId });
  }

  /** The provider says another role of somebody than before. */
  roleChanged(staff: string, former: StaffRole | undefined, role: StaffRole | undefined): void {
    const subjects = [`former:${former ?? 'none'}`, `role:${role ?? 'none'}`, 'by:provider'];
    const about = { ...NOBODY, subjects, action: 'role:change' };
    this.#soon({ ...about, outcome: 'done', count: 1, status: 0, staff });
  }

  #soon(note: AuditNote): void {
    this.#trail
      .note(note)
      .catch((err: unknown) => this.#log.error({ err, audit: note.action }, 'not in the audit'));
  }
}

function noteOf(
  { callId, storedAddress: address }: FastifyRequest,
  action: string,
  subject: string,
): AuditNote {
  const from = { ...NOBODY, callId, address };
  return { ...from, action, outcome: 'done', subjects: [subject], count: 1, status: 200 };
}
