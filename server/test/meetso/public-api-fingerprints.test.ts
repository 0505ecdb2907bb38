import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPublicDesk, type PublicDesk } from '../../../testkit/desks/public-api-desk.ts';

const MEETINGS = '/public/v1/meetings';
let desk: PublicDesk;

beforeAll(async () => {
  desk = await openPublicDesk();
});

afterAll(() => desk.close());

it('marks calls so that the same and the corrected one can be told, and nothing can be read', async () => {
  const key = (await desk.mint(await desk.org())).secret;
  const print = async (
    path: string,
    init: { body?: string; method?: string; key?: string } = {},
  ) => {
    const headers = { 'content-type': 'application/json' };
    const { attributes } = await desk.call(path, { key, headers, ...init });
    return [attributes['request_desk.call.target'], attributes['request_desk.call.content']];
  };
  const post = (body: string) => print(MEETINGS, { method: 'POST', body });
  const wrong = await post('{"title":"Secret plan","duration_minutes":"60"}');
  expect(wrong).toEqual([
    expect.stringMatching(/^[0-9a-f]{16}$/),
    expect.stringMatching(/^[0-9a-f]{16}$/),
  ]);
  expect(await post('{ "duration_minutes": "60", "title": "Secret plan" }')).toEqual(wrong);
  const right = await post('{"title":"Secret plan","duration_minutes":60}');
  expect(right[0]).toBe(wrong[0]);
  expect(right[1]).not.toBe(wrong[1]);
  // Nobody read the body of a call that was refused before.
  expect(await print(MEETINGS, { method: 'POST', body: '{"title":"x"}', key: 'none' })).toEqual([
    wrong[0],
    'unread',
  ]);
  expect((await post('{"title":'))[1]).toBe('unread');
  const list = await print(`${MEETINGS}?time_range=bogus&limit=5`);
  expect(await print(`${MEETINGS}?limit=5&time_range=bogus`)).toEqual(list);
  expect((await print(`${MEETINGS}?limit=5&time_range=7d`))[1]).not.toBe(list[1]);
});
