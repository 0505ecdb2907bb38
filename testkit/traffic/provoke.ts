import type { Cause, ErrorCode } from '../../server/src/meetso/catalogue/causes.ts';
import { errorEnvelope } from '../../server/src/meetso/catalogue/envelope.ts';
import { meeting, meetingPage } from '../../server/src/meetso/catalogue/meetings.ts';
import type { Scope } from '../../server/src/meetso/scopes.ts';
import { supportClient } from '../clients/support-client.ts';
import type { DeskProcess } from '../desks/desk-process.ts';
import { poll } from '../poll.ts';

const MEETINGS = '/public/v1/meetings';
const READ: readonly Scope[] = ['meetings:read'];

/** An error that the API really answered with, and what should be known about it. */
export interface Provoked {
  readonly code: ErrorCode;
  readonly cause: Cause;
  readonly status: number;
  readonly requestId: string;
  /** The id in `x-request-id`. */
  readonly header: string | null;
  readonly message: string;
  readonly retryAfter: string | null;
  /** The organisation and key prefix of the caller; empty where no key was recognised. */
  readonly orgId: string;
  readonly keyPrefix: string;
}

interface Caller {
  readonly orgId: string;
  readonly prefix: string;
  readonly secret: string;
}

const NOBODY: Caller = { orgId: '', prefix: '', secret: '' };

/** Provokes errors on one desk, by real mistakes, with keys minted for the purpose. */
export interface Provoker {
  /** The seven codes that a caller can cause. */
  seven(): Promise<Provoked[]>;
  /** A 429, because one key makes more calls in a second than it may. */
  rateLimited(): Promise<Provoked>;
  /** A 500: waits until the demo's data source fails. */
  internalError(): Promise<Provoked>;
}

export async function provoker(desk: DeskProcess): Promise<Provoker> {
  const support = supportClient(desk);
  const [own, other] = [await support.createOrg('Journey'), await support.createOrg('Elsewhere')];

  async function caller(orgId: string, scopes = READ): Promise<Caller & { id: string }> {
    const key = await support.mintKey(orgId, scopes);
    return { id: key.id, orgId, prefix: key.prefix, secret: key.secret };
  }

  function call(by: Caller, path: string, body?: unknown): Promise<Response> {
    return fetch(`${desk.apiUrl}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(by.secret ? { authorization: `Bearer ${by.secret}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** Tries a 500 again, as the documentation asks of clients: the demo's data source fails at times. */
  async function settled(by: Caller, path: string, body?: unknown): Promise<Response> {
    return await poll(
      'an answer that is no 500',
      async () => {
        const answer = await call(by, path, body);
        return answer.status === 500 ? undefined : answer;
      },
      { everyMs: 500, timeoutMs: 30_000 },
    );
  }

  /** Each attempt by a key of its own: one that has used its minute is refused for that. */
  async function rateLimited(): Promise<Provoked> {
    return await poll('a 429', async () => {
      const by = await caller(own.id);
      const answers = await Promise.all(Array.from({ length: 12 }, () => call(by, MEETINGS)));
      const refused = answers.find((answer) => answer.status === 429);
      return refused && (await provoked(refused, by, 'burst'));
    });
  }

  async function internalError(): Promise<Provoked> {
    let by = await caller(own.id);
    return await poll(
      'a 500',
      async () => {
        const answer = await call(by, MEETINGS);
        if (answer.status === 429) by = await caller(own.id);
        // With a Retry-After it was refused as overload: nothing of it was carried out.
        const failed = answer.status === 500 && !answer.headers.has('retry-after');
        return failed ? await provoked(answer, by, 'exception') : undefined;
      },
      { everyMs: 250, timeoutMs: 100_000 },
    );
  }

  async function seven(): Promise<Provoked[]> {
    const [reader, writer, revoked] = [
      await caller(own.id),
      await caller(other.id, ['meetings:read', 'meetings:write']),
      await caller(own.id),
    ];
    await support.revokeKey(revoked.id);
    const made = [];
    for (const title of ['Kick-off', 'Review', 'Handover']) {
      const body = { title, starts_at: '2031-05-06T07:08:09Z', duration_minutes: 30 };
      made.push(meeting.parse(await (await settled(writer, MEETINGS, body)).json()));
    }
    const first = await settled(writer, `${MEETINGS}?limit=1&time_range=all`);
    const cursor = encodeURIComponent(meetingPage.parse(await first.json()).next_cursor ?? '');
    const typo = await settled(reader, `${MEETINGS}?time_range=7days`);
    const otherQuery = await settled(writer, `${MEETINGS}?limit=1&time_range=7d&cursor=${cursor}`);
    const nameless = await settled(NOBODY, MEETINGS);
    const refused = await settled(revoked, MEETINGS);
    const readOnly = await settled(reader, MEETINGS, {});
    const foreign = await settled(reader, `${MEETINGS}/${made[0]?.id}`);
    return [
      await provoked(typo, reader, 'parameter_invalid'),
      await provoked(otherQuery, writer, 'other_query'),
      await provoked(nameless, NOBODY, 'header_missing'),
      await provoked(refused, revoked, 'revoked'),
      await provoked(readOnly, reader, 'scope_missing'),
      await provoked(foreign, reader, 'other_org'),
      await rateLimited(),
    ];
  }

  return { seven, rateLimited, internalError };
}

async function provoked(answer: Response, by: Caller, cause: Cause): Promise<Provoked> {
  const { error } = errorEnvelope.parse(await answer.json());
  return {
    code: error.code,
    cause,
    status: answer.status,
    requestId: error.request_id,
    header: answer.headers.get('x-request-id'),
    message: error.message,
    retryAfter: answer.headers.get('retry-after'),
    orgId: by.orgId,
    keyPrefix: by.prefix,
  };
}
