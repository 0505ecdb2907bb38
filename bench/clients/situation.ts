import { randomUUID } from 'node:crypto';
import type { Scope } from '../../server/src/meetso/scopes.ts';
import { supportClient } from '../../testkit/clients/support-client.ts';
import type { DeskProcess } from '../../testkit/desks/desk-process.ts';
import { type Answer, answerIn, type Call, type Outcome } from './job.ts';

const BOTH: readonly Scope[] = ['meetings:read', 'meetings:write'];
const BODY = '{"title":"Kick-off","starts_at":"2031-05-06T07:08:09Z","duration_minutes":30}';
export const MEETINGS = '/public/v1/meetings';
export const ABSENT = `${MEETINGS}/mtg_00000000000000000000`;

/** Whom the calls go to, and what they carry. */
export interface Scene {
  readonly apiUrl: string;
  /** A new organisation's only key. */
  key(): Promise<string>;
}

/** A desk. */
export function sceneOf(desk: DeskProcess): Scene {
  const support = supportClient(desk);
  return {
    apiUrl: desk.apiUrl,
    async key() {
      const { id } = await support.createOrg('Clients');
      return (await support.mintKey(id, BOTH)).secret;
    },
  };
}

export function get(url: string, key: string): Call {
  return { method: 'GET', url, headers: { authorization: `Bearer ${key}` } };
}

/** A new meeting. */
export function post(url: string, key: string, more: Readonly<Record<string, string>> = {}): Call {
  const type = { 'content-type': 'application/json' };
  const headers = { authorization: `Bearer ${key}`, ...type, ...more };
  return { method: 'POST', url: `${url}${MEETINGS}`, headers, body: BODY };
}

const REFUSED = /ECONNREFUSED|connection refused|Failed to connect/i;

export const newId = () => randomUUID();

/** Answers in words, in the order of the calls. */
export function describe(outcomes: readonly (Outcome | undefined)[]): string {
  return outcomes.map((one) => inWords(answerIn(one))).join(', then ');
}

/** What the contract says of a failure, or what stands in its place. */
export function inWords(answer: Answer | string): string {
  if (typeof answer === 'string') {
    return `no answer (${REFUSED.test(answer) ? 'connection refused' : answer})`;
  }
  const { status, code, requestId } = answer;
  if (status >= 400 && code !== 'text/html' && !/^req_[0-9a-f]{16}$/.test(requestId)) {
    return `${status} ${code} without an id`;
  }
  return code === 'JSON' ? String(status) : `${status} ${code}`;
}
