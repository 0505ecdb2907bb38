import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPublicDesk, type PublicDesk } from '../../../testkit/desks/public-api-desk.ts';
import type { MeetingPage } from '../../src/meetso/catalogue/meetings.ts';

const MEETINGS = '/public/v1/meetings';
const BODY = { title: 'Kick-off', starts_at: '2031-05-06T07:08:09Z', duration_minutes: 30 };
let desk: PublicDesk;
let key: string;
let other: string;

beforeAll(async () => {
  desk = await openPublicDesk();
  key = (await desk.mint(await desk.org())).secret;
  other = (await desk.mint(await desk.org('Other'))).secret;
});

afterAll(() => desk.close());

const post = (body: unknown, by = key) =>
  desk.call(MEETINGS, {
    method: 'POST',
    key: by,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
const list = async (query: string, by = key) =>
  (await desk.call(`${MEETINGS}?${query}`, { key: by })).body as MeetingPage;

describe('meetings', () => {
  it('creates and reads', async () => {
    const made = await post(BODY);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ ...BODY, starts_at: '2031-05-06T07:08:09.000Z' });
    const { id } = made.body as { id: string };
    expect(made.headers.get('location')).toBe(`${MEETINGS}/${id}`);
    expect((await desk.call(`${MEETINGS}/${id}`, { key })).body).toEqual(made.body);
    const offset = await post({ ...BODY, starts_at: '2031-05-06T09:08:09.5+02:00' });
    expect(offset.body).toMatchObject({ starts_at: '2031-05-06T07:08:09.500Z' });
  });

  it('pages through everything once, newest first', async () => {
    const by = (await desk.mint(await desk.org('Paging'))).secret;
    const ids: string[] = [];
    for (let i = 0; i < 7; i++) {
      ids.unshift(((await post({ ...BODY, title: `${i}` }, by)).body as { id: string }).id);
    }
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await list(`limit=3&time_range=24h${cursor && `&cursor=${cursor}`}`, by);
      seen.push(...page.data.map((meeting) => meeting.id));
      cursor = page.next_cursor;
      // What comes in between belongs to no page that is still to be read.
      await post({ ...BODY, title: 'late' }, by);
    }
    expect(seen).toEqual(ids);
    const [one, whole] = [await list('limit=10', by), await list('limit=100', by)];
    expect([one.data.length, one.next_cursor]).toEqual([10, null]);
    expect(whole).toEqual(one);
  });

  it('gives no cursor to another organisation or query', async () => {
    await post(BODY);
    await post(BODY);
    const { next_cursor } = await list('limit=1');
    const foreign = await desk.call(`${MEETINGS}?limit=1&cursor=${next_cursor}`, { key: other });
    expect([foreign.status, foreign.code, foreign.cause]).toEqual([
      400,
      'invalid_cursor',
      'forged',
    ]);
    const wider = await desk.call(`${MEETINGS}?limit=2&cursor=${next_cursor}`, { key });
    expect(wider.cause).toBe('other_query');
    expect(wider.message).toBe(foreign.message);
    expect((await desk.call(`${MEETINGS}?limit=1&cursor=${next_cursor}`, { key })).status).toBe(
      200,
    );
  });
});

describe('what every answer says', () => {
  it('is the version of the API, and the name that the client gave the call', async () => {
    const name = { 'x-client-request-id': 'order-4711' };
    for (const path of [MEETINGS, `${MEETINGS}?limit=0`, `${MEETINGS}/nothing`, '/nothing']) {
      const answer = await desk.call(path, { key, headers: name });
      expect(answer.headers.get('api-version')).toMatch(/^1\./);
      expect(answer.headers.get('x-client-request-id')).toBe('order-4711');
      expect(answer.attributes['request_desk.client.request_id']).toBe('order-4711');
    }
    for (const other of ['a b', '<script>', 'x'.repeat(129), key]) {
      const headers = { 'x-client-request-id': other };
      const answer = await desk.call(MEETINGS, { key, headers });
      expect(answer.headers.get('x-client-request-id')).toBeNull();
      expect(answer.attributes).not.toHaveProperty('request_desk.client.request_id');
    }
  });
});

describe('what is refused', () => {
  it('names every failing parameter with its rule and a near miss', async () => {
    const answer = await desk.call(`${MEETINGS}?time_range=7days&limit=500&pgae=1&curser=x`, {
      key,
    });
    expect(answer.message).toBe(
      "time_range must be one of 24h, 7d, 30d, 90d, all; did you mean '7d'? " +
        'limit must be a whole number from 1 to 100. ' +
        'pgae is not a parameter of this route, which takes limit, time_range, cursor. ' +
        'curser is not a parameter of this route, which takes limit, time_range, cursor; ' +
        "did you mean 'cursor'?",
    );
    expect(JSON.parse(String(answer.attributes['request_desk.validation.issues']))).toEqual([
      {
        field: 'time_range',
        rule: 'enum',
        value: '7days',
        nearMiss: '7d',
        form: 'one_of',
        allowed: ['24h', '7d', '30d', '90d', 'all'],
      },
      { field: 'limit', rule: 'maximum', value: '500', form: 'whole_number', min: 1, max: 100 },
      { field: 'pgae', rule: 'unknown' },
      { field: 'curser', rule: 'unknown', nearMiss: 'cursor' },
    ]);
  });

  it('names every failing field of a body', async () => {
    const answer = await post({ titel: 'x', starts_at: 'tomorrow', duration_minutes: '30' });
    expect(answer.message).toBe(
      'title is missing. starts_at must be an ISO 8601 date and time with offset, such as ' +
        '2031-05-06T07:08:09Z. duration_minutes must be a whole number from 1 to 1440. ' +
        'titel is not a field here; the body takes title, starts_at, duration_minutes; ' +
        "did you mean 'title'?",
    );
    expect(JSON.parse(String(answer.attributes['request_desk.validation.issues']))).toEqual([
      { field: 'title', rule: 'required' },
      { field: 'starts_at', rule: 'format', value: 'tomorrow', form: 'date_time', came: 'text' },
      {
        field: 'duration_minutes',
        rule: 'type',
        value: '30',
        came: 'text',
        form: 'whole_number',
        min: 1,
        max: 1440,
      },
      { field: 'titel', rule: 'unknown', nearMiss: 'title' },
    ]);
  });

  it('leaves nothing of bodies, headers or other values behind', async () => {
    const canary = 'canary7Q4';
    await post({ ...BODY, title: canary, extra: canary });
    await desk.call(`${MEETINGS}?cursor=${canary}&page=${canary}`, { key });
    await desk.call(MEETINGS, { headers: { authorization: `Bearer ${canary}`, cookie: canary } });
    const stored = Buffer.concat(desk.spool.bodies.map(({ body }) => body)).toString('latin1');
    expect(stored + desk.lines.join('')).not.toContain(canary);
    expect(stored).not.toContain(key.slice(0, 20));
  });
});
