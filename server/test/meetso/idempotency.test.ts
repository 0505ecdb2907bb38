import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPublicDesk, type PublicDesk } from '../../../testkit/desks/public-api-desk.ts';
import type { MeetingPage } from '../../src/meetso/catalogue/meetings.ts';
import type { MeetingsRepository } from '../../src/meetso/meetings/meetings-repository.ts';
import { throughMeetings } from '../../src/meetso/meetings/through-meetings.ts';

const MEETINGS = '/public/v1/meetings';
const BODY = { title: 'Kick-off', starts_at: '2031-05-06T07:08:09Z', duration_minutes: 30 };
let desk: PublicDesk;
let key: string;
let org: string;
/** What happens before a meeting is stored. */
let before: () => Promise<void> = async () => undefined;

const slow = (meetings: MeetingsRepository): MeetingsRepository => ({
  ...throughMeetings(meetings, (work) => work()),
  async createOnce(...call) {
    await before();
    return await meetings.createOnce(...call);
  },
});

beforeAll(async () => {
  desk = await openPublicDesk({ claimMs: 800 }, slow);
  org = await desk.org();
  key = (await desk.mint(org)).secret;
});

afterAll(() => desk.close());

const post = (idempotencyKey: string, body: unknown = BODY, by = key) =>
  desk.call(MEETINGS, {
    method: 'POST',
    key: by,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
  });
const idOf = ({ body }: { body: unknown }) => (body as { id: string }).id;
const stored = async (by = key) =>
  ((await desk.call(`${MEETINGS}?limit=100`, { key: by })).body as MeetingPage).data.map(
    ({ id }) => id,
  );

describe('an Idempotency-Key', () => {
  it('gives the same answer for the same body, in every byte, and says whose it was', async () => {
    const first = await post('one');
    expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([201, null]);
    const again = await post('one', { ...BODY, starts_at: '2031-05-06T09:08:09+02:00' });
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.attributes['request_desk.call.replay_of']).toBe(first.headers.get('x-request-id'));
    expect(first.attributes).not.toHaveProperty('request_desk.call.replay_of');
    expect((await stored()).filter((id) => id === idOf(first))).toHaveLength(1);
  });

  it('refuses another body', async () => {
    await post('two');
    const other = await post('two', { ...BODY, title: 'Another' });
    expect([other.status, other.code, other.cause]).toEqual([
      400,
      'invalid_request',
      'idempotency_mismatch',
    ]);
  });

  it('is of one organisation, for all of its keys', async () => {
    const first = await post('three');
    const colleague = (await desk.mint(org)).secret;
    expect(idOf(await post('three', BODY, colleague))).toBe(idOf(first));
    const otherKey = (await desk.mint(await desk.org('Other'))).secret;
    expect(idOf(await post('three', BODY, otherKey))).not.toBe(idOf(first));
  });

  it('keeps no refusal and no fault', async () => {
    expect((await post('four', { ...BODY, title: '' })).status).toBe(400);
    before = async () => {
      throw new Error('broken');
    };
    expect((await post('four')).cause).toBe('exception');
    before = async () => undefined;
    expect((await post('four')).status).toBe(201);
  });

  it('makes one meeting of many calls at once', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => post('five')));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
    expect(new Set(answers.map(idOf)).size).toBe(1);
    const replays = answers.filter(({ headers }) => headers.has('idempotency-replayed'));
    expect(replays).toHaveLength(49);
  });

  it('lets a duplicate wait for the first call as long as that may take', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    before = () => released;
    const first = post('six');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const late = await post('six');
    expect([late.status, late.code, late.cause]).toEqual([
      500,
      'internal_error',
      'idempotency_in_flight',
    ]);
    expect(late.headers.get('retry-after')).toBe('1');
    release();
    before = async () => undefined;
    expect(idOf(await post('six'))).toBe(idOf(await first));
  });

  it.each([['a b'], ['x'.repeat(256)], ['']])('must be a key: %s', async (text) => {
    const refused = await post(text);
    expect([refused.code, refused.cause]).toEqual(['invalid_request', 'header_invalid']);
  });
});
