import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPublicDesk, type PublicDesk } from './public-api-desk.ts';

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

const post = (body: unknown, by = key, headers: Record<string, string> = {}) =>
  desk.call(MEETINGS, {
    method: 'POST',
    key: by,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });

describe('meetings', () => {
  it('creates, reads and lists', async () => {
    const made = await post(BODY);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ ...BODY, starts_at: '2031-05-06T07:08:09.000Z' });
    const { id } = made.body as { id: string };
    expect(made.headers.get('location')).toBe(`${MEETINGS}/${id}`);
    expect((await desk.call(`${MEETINGS}/${id}`, { key })).body).toEqual(made.body);
    const list = await desk.call(`${MEETINGS}?limit=1&time_range=24h`, { key });
    expect(list.body).toEqual({ data: [made.body], next_cursor: null });
  });

  it('hides them from other organisations', async () => {
    const { id } = (await post(BODY)).body as { id: string };
    const foreign = await desk.call(`${MEETINGS}/${id}`, { key: other });
    expect([foreign.status, foreign.code, foreign.cause]).toEqual([404, 'not_found', 'other_org']);
    const absent = await desk.call(`${MEETINGS}/mtg_00000000000000000000`, { key: other });
    expect([absent.status, absent.code, absent.cause]).toEqual([404, 'not_found', 'absent']);
    expect(absent.message).toBe(foreign.message);
  });
});
