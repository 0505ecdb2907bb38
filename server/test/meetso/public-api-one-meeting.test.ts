import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Answered,
  openPublicDesk,
  type PublicDesk,
} from '../../../testkit/desks/public-api-desk.ts';
import type { Meeting } from '../../src/meetso/catalogue/meetings.ts';
import { type ParticipantPage, participantPage } from '../../src/meetso/catalogue/participants.ts';

const MEETINGS = '/public/v1/meetings';
const BODY = { title: 'Kick-off', starts_at: '2031-05-06T07:08:09Z', duration_minutes: 30 };
const JSON_TYPE = { 'content-type': 'application/json' };
let desk: PublicDesk;
let [org, key, reader, other] = ['', '', '', ''];

beforeAll(async () => {
  desk = await openPublicDesk();
  org = await desk.org();
  key = (await desk.mint(org)).secret;
  reader = (await desk.mint(org, ['meetings:read'])).secret;
  other = (await desk.mint(await desk.org('Other'))).secret;
});

afterAll(() => desk.close());

async function made(by = key): Promise<Meeting> {
  const body = JSON.stringify(BODY);
  const init = { method: 'POST', key: by, body, headers: JSON_TYPE };
  return (await desk.call(MEETINGS, init)).body as Meeting;
}
const change = (id: string, body: unknown, by = key) =>
  desk.call(`${MEETINGS}/${id}`, {
    method: 'PATCH',
    key: by,
    headers: JSON_TYPE,
    body: JSON.stringify(body),
  });
const remove = (id: string, by = key) =>
  desk.call(`${MEETINGS}/${id}`, { method: 'DELETE', key: by });
const participants = (id: string, query = '', by = key) =>
  desk.call(`${MEETINGS}/${id}/participants${query}`, { key: by });

describe('PATCH of a meeting', () => {
  it('changes what is given and nothing else, however often', async () => {
    const meeting = await made();
    const changed = await change(meeting.id, { title: 'Moved', starts_at: '2032-01-01T09:00:00Z' });
    expect([changed.status, changed.body]).toEqual([
      200,
      { ...meeting, title: 'Moved', starts_at: '2032-01-01T09:00:00.000Z' },
    ]);
    expect((await change(meeting.id, { duration_minutes: 45 })).body).toMatchObject({
      title: 'Moved',
      duration_minutes: 45,
    });
    const again = await change(meeting.id, { duration_minutes: 45 });
    expect((await desk.call(`${MEETINGS}/${meeting.id}`, { key })).body).toEqual(again.body);
    expect(again.attributes).toMatchObject({
      'request_desk.org.id': org,
      'request_desk.api_key.prefix': key.slice(0, 13),
      'http.route': '/public/v1/meetings/:id',
    });
  });

  it('names every failing field, and changes nothing', async () => {
    const meeting = await made();
    const answer = await change(meeting.id, { titel: 'x', duration_minutes: 0, starts_at: null });
    expect(answer.message).toBe(
      'starts_at must be an ISO 8601 date and time with offset, such as 2031-05-06T07:08:09Z. ' +
        'duration_minutes must be a whole number from 1 to 1440. titel is not a field here; the ' +
        "body takes title, starts_at, duration_minutes; did you mean 'title'?",
    );
    expect((await change(meeting.id, {})).message).toBe(
      'The body must have a field to change: title, starts_at or duration_minutes.',
    );
    expect((await desk.call(`${MEETINGS}/${meeting.id}`, { key })).body).toEqual(meeting);
  });

  it('says of a year that it is the year, and counts characters as people do', async () => {
    const { id } = await made();
    const year = await change(id, { starts_at: '0000-01-01T00:00:00Z' });
    expect(year.message).toBe('starts_at must be in the years 1970 to 9999 in UTC.');
    for (const day of ['2031-04-31T00:00:00Z', '2031-13-01T00:00:00Z', '2031-05-06T25:00:00Z']) {
      const { message } = await change(id, { starts_at: day });
      expect(message).toBe(
        'starts_at names a day, a time of day or an offset that does not exist.',
      );
    }
    const cut = await change(id, { title: 'Kick-off \ud83d' });
    expect(cut.message).toMatch(/^title has half a character/);
    expect((await change(id, { title: '🙂'.repeat(200) })).status).toBe(200);
    expect((await change(id, { title: '🙂'.repeat(201) })).cause).toBe('body_invalid');
    expect((await change(id, { title: '' })).cause).toBe('body_invalid');
  });

  it('is refused to a key that may only read', async () => {
    const { id } = await made();
    const refused = [await change(id, { title: 'x' }, reader), await remove(id, reader)];
    expect(refused.map(({ code }) => code)).toEqual(['scope_missing', 'scope_missing']);
  });

  it('of many at once leaves one of them whole', async () => {
    const { id } = await made();
    const titles = Array.from({ length: 12 }, (_, n) => `Title ${n}`);
    const answers = await Promise.all(titles.map((title) => change(id, { title })));
    expect(answers.map(({ status }) => status)).toEqual(titles.map(() => 200));
    expect(answers.map(({ body }) => (body as Meeting).title)).toEqual(titles);
  });
});

describe('DELETE of a meeting', () => {
  it('hides it for good, and says the second time that nothing is there', async () => {
    const { id } = await made();
    const gone = await remove(id);
    expect([gone.status, gone.body, gone.headers.get('content-type')]).toEqual([
      204,
      undefined,
      null,
    ]);
    expect(gone.headers.get('ratelimit')).not.toBeNull();
    const after = [await remove(id), await change(id, { title: 'x' }), await participants(id)];
    expect(after.map(({ cause }) => cause)).toEqual(['deleted', 'deleted', 'deleted']);
    const { body } = await desk.call(MEETINGS, { key });
    expect(JSON.stringify(body)).not.toContain(id);
  });

  it('of one meeting by many is done once', async () => {
    const { id } = await made();
    const answers = await Promise.all(Array.from({ length: 12 }, () => remove(id)));
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ cause }) => cause === 'deleted')).toHaveLength(11);
  });
});

describe('participants of a meeting', () => {
  it('come page by page in the order of joining, each once', async () => {
    const { id } = await made();
    expect((await participants(id)).body).toEqual({ data: [], next_cursor: null });
    const at = (minute: number) => new Date(Date.UTC(2026, 5, 1, 9, minute));
    await desk.meetings.addParticipants(
      Array.from({ length: 7 }, (_, n) => ({
        meetingId: id,
        name: `Guest ${n}`,
        joinedAt: at(Math.floor(n / 3)),
        leftAt: n === 0 ? at(59) : null,
      })),
    );
    const seen: ParticipantPage['data'] = [];
    let cursor = '';
    do {
      const { body } = await participants(id, `?limit=2${cursor && `&cursor=${cursor}`}`);
      const page = participantPage.parse(body);
      seen.push(...page.data);
      cursor = page.next_cursor ?? '';
    } while (cursor !== '');
    expect(new Set(seen.map((one) => one.id)).size).toBe(7);
    const joined = seen.map((one) => one.joined_at);
    expect(joined).toEqual([...joined].sort());
    expect(seen.map((one) => one.left_at).filter(Boolean)).toEqual([at(59).toISOString()]);
  });

  it('have cursors that no other meeting, list or organisation takes', async () => {
    const [one, two] = [await made(), await made()];
    const [joinedAt, leftAt] = [new Date(), null];
    await desk.meetings.addParticipants(
      [one, one, two, two].map(({ id }) => ({ meetingId: id, name: 'Guest', joinedAt, leftAt })),
    );
    const { body } = await participants(one.id, '?limit=1');
    const query = `?limit=1&cursor=${participantPage.parse(body).next_cursor}`;
    const causes = [
      await participants(two.id, query),
      await desk.call(`${MEETINGS}${query}`, { key }),
      await participants(one.id, query, other),
    ].map(({ code, cause }) => [code, cause]);
    expect(causes).toEqual([
      ['invalid_cursor', 'other_query'],
      ['invalid_cursor', 'other_query'],
      ['invalid_cursor', 'forged'],
    ]);
    expect((await participants(one.id, query)).status).toBe(200);
  });
});

describe('what belongs to others', () => {
  const calls: Readonly<Record<string, (id: string) => Promise<Answered>>> = {
    GET: (id) => desk.call(`${MEETINGS}/${id}`, { key: other }),
    PATCH: (id) => change(id, { title: 'x' }, other),
    DELETE: (id) => remove(id, other),
    participants: (id) => participants(id, '', other),
  };
  it.each(Object.entries(calls))(
    'is to %s the same as what is not there, in every byte but the id',
    async (_what, call) => {
      const { id } = await made();
      const { id: gone } = await made(other);
      expect((await remove(gone, other)).status).toBe(204);
      const answers: Answered[] = [];
      for (const wanted of [id, gone, 'mtg_00000000000000000000']) answers.push(await call(wanted));
      expect(answers.map((answer) => answer.cause)).toEqual(['other_org', 'deleted', 'absent']);
      const shown = answers.map(({ status, headers, body }) => {
        const fields = [...headers].filter(([name]) => !/^(date|ratelimit)$/.test(name));
        const text = JSON.stringify([status, fields, body]);
        return text.replaceAll(/req_[0-9a-f]{16}/g, 'req');
      });
      expect(new Set(shown).size).toBe(1);
      expect(answers[0]?.attributes).toHaveProperty('request_desk.resource.owner_org', org);
      expect(answers[1]?.attributes).toHaveProperty('request_desk.resource.deleted_at');
      expect(answers[2]?.attributes).not.toHaveProperty('request_desk.resource.owner_org');
      expect((await desk.call(`${MEETINGS}/${id}`, { key })).body).toMatchObject(
        expect.objectContaining({ title: BODY.title }),
      );
    },
  );
});
