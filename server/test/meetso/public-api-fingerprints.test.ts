import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPublicDesk, type PublicDesk } from '../../../testkit/desks/public-api-desk.ts';
import { poll } from '../../../testkit/poll.ts';

const MEETINGS = '/public/v1/meetings';
let desk: PublicDesk;

beforeAll(async () => {
  desk = await openPublicDesk();
});

afterAll(() => desk.close());

/** A key that the API has read: on a starved machine its first call may come too early for that. */
async function knownKey(): Promise<string> {
  const key = (await desk.mint(await desk.org())).secret;
  await poll(
    'the key',
    async () => (await desk.call(MEETINGS, { key })).status === 200 || undefined,
  );
  return key;
}

it('marks calls so that the same and the corrected one can be distinguished, and nothing can be read', async () => {
  const key = await knownKey();
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

it('marks what a list call gave, and never a value of a filter', async () => {
  const key = await knownKey();
  const result = async (query: string) => {
    const { attributes } = await desk.call(`${MEETINGS}${query}`, { key });
    const named = Object.entries(attributes).filter(([name]) => name.includes('.result.'));
    return Object.fromEntries(named.map(([name, value]) => [name.split('.').at(-1), value]));
  };
  expect(await result('')).toEqual({ items: 0, more: 'false', empty: 'nothing_stored' });
  expect(await result('?time_range=7d')).toEqual({
    items: 0,
    more: 'false',
    empty: 'filters',
    filters: 'time_range:word',
  });
  for (const title of ['One', 'Two']) {
    const body = JSON.stringify({ title, starts_at: '2031-05-06T07:08:09Z', duration_minutes: 5 });
    const headers = { 'content-type': 'application/json' };
    await desk.call(MEETINGS, { key, method: 'POST', headers, body });
  }
  expect(await result('?limit=1')).toEqual({ items: 1, more: 'true' });
});
