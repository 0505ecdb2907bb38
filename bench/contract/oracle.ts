import { isRequestId } from '@request-desk/shared/ids';
import { STATUS_OF } from '../../server/src/meetso/catalogue/catalogue.ts';
import { isErrorCode } from '../../server/src/meetso/catalogue/causes.ts';
import { errorEnvelope } from '../../server/src/meetso/catalogue/envelope.ts';
import { meeting, meetingPage } from '../../server/src/meetso/catalogue/meetings.ts';
import { participantPage } from '../../server/src/meetso/catalogue/participants.ts';
import type { WireAnswer } from './wire.ts';

const LINK = /^<\/docs\/errors#([a-z_]+)>; rel="help"$/;
const OUTSIDE = new Set([200, 302, 304]);

/** What an answer is, once it is known to keep the contract. */
export interface Judged {
  readonly requestId: string;
  /** The error code, or `ok` with the status. */
  readonly verdict: string;
}

/** Judges one answer; throws with the reason when it breaks the contract. */
export function judge({ status, headers, body }: WireAnswer, head: boolean): Judged {
  const requestId = headers.get('x-request-id');
  const outside = headers.has('content-security-policy') || headers.has('location');
  if (requestId === undefined && outside && OUTSIDE.has(status)) {
    return { requestId: '', verdict: 'documentation' };
  }
  if (requestId === undefined || !isRequestId(requestId)) throw new Error(`no id: ${status}`);
  if (status === 200 || status === 201) {
    if (!head)
      (status === 201 ? meeting : meeting.or(meetingPage).or(participantPage)).parse(json(body));
    return { requestId, verdict: `ok ${status}` };
  }
  if (status === 204) {
    if (body.length > 0) throw new Error('a body in an answer that has none');
    return { requestId, verdict: 'ok 204' };
  }
  const code = LINK.exec(headers.get('link') ?? '')?.[1] ?? '';
  if (!isErrorCode(code)) throw new Error(`no link to a code: ${status} ${headers.get('link')}`);
  if (STATUS_OF[code] !== status) throw new Error(`${code} with status ${status}`);
  if (head) {
    if (body.length > 0) throw new Error('a body in an answer to HEAD');
  } else {
    const { error } = errorEnvelope.parse(json(body));
    if (error.code !== code) throw new Error(`body says ${error.code}, link says ${code}`);
    if (error.request_id !== requestId) throw new Error('two ids in one answer');
    if (error.message.length < 10) throw new Error(`a message that says nothing: ${error.message}`);
  }
  if (!headers.get('content-type')?.startsWith('application/json')) throw new Error('not JSON');
  if (code === 'rate_limited' && !/^[1-9]\d*$/.test(headers.get('retry-after') ?? '')) {
    throw new Error('429 without Retry-After');
  }
  return { requestId, verdict: code };
}

function json(body: Buffer): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
}
