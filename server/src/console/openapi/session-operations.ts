import * as staff from '@request-desk/shared/staff-api';
import { type Operations, ok } from './operation.ts';

/** Who one is, and the sessions of staff. */
export const SESSION_OPERATIONS: Operations = {
  'GET /me': {
    summary: 'Who calls, and what their role includes',
    answers: ok('Me', staff.me),
  },
  'GET /sessions': {
    summary: 'Browsers that are signed in, newest first',
    query: staff.sessionsQuery,
    answers: ok('SessionList', staff.sessionList),
  },
  'DELETE /sessions/:id': {
    summary: 'End a session',
    answers: { 204: { description: 'Ended' } },
  },
  'POST /sessions/end': {
    summary: 'End all sessions of oneself or of everybody',
    body: { name: 'EndSessions', schema: staff.endSessions },
    answers: ok('EndedSessions', staff.endedSessions),
  },
  'GET /tokens': {
    summary: 'Tokens that people made for programs, newest first',
    query: staff.sessionsQuery,
    answers: ok('StaffTokenList', staff.staffTokenList),
  },
  'POST /tokens': {
    summary: 'Make a token for a program; it is shown this one time',
    body: { name: 'NewStaffToken', schema: staff.newStaffToken },
    answers: { 201: { description: 'Made', name: 'MintedToken', schema: staff.mintedToken } },
  },
  'DELETE /tokens/:id': {
    summary: 'Revoke a token',
    answers: { 204: { description: 'Revoked' } },
  },
  'POST /session/confirm': {
    summary: 'Prove again who one is; the session goes on under another cookie',
    body: { name: 'Confirmation', schema: staff.confirmation },
    answers: { 204: { description: 'Proven' } },
  },
};
