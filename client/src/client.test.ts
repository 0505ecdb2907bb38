import { describe, expect, it } from 'vitest';
import { MeetsoClient, MeetsoError } from './client.ts';

const PATH = '/public/v1/meetings';
const BODY = { title: 'Kick-off', starts_at: '2031-05-06T07:08:09Z', duration_minutes: 30 };
const failure = (code: string) => ({ error: { code, message: 'no', request_id: 'req_1' } });
const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });
const page = (status: number) => new Response('<html>Bad gateway</html>', { status });
const noAnswer = () => {
  throw new TypeError('fetch failed');
};

/** A client whose calls are answered one after another; what was sent, and how long it waited. */
function answered(...answers: readonly (() => Response)[]) {
  const sent: Request[] = [];
  const waits: number[] = [];
  const client = new MeetsoClient({
    url: 'http://api.example',
    key: 'mts_live_x',
    userAgent: 'test/1',
    fetch: async (url, init) => {
      sent.push(new Request(String(url), init));
      const answer = answers[sent.length - 1];
      if (answer === undefined) throw new Error('one call too many');
      return answer();
    },
    wait: async (ms) => waits.push(ms),
  });
  return { client, sent, waits };
}

describe('a client of the API', () => {
  it('fills in path, query, body and key', async () => {
    const { client, sent } = answered(
      () => json(200, { data: [], next_cursor: null }),
      () => json(200, BODY),
    );
    await client.call('get', PATH, { query: { limit: 5, time_range: '7d' } });
    await client.call('patch', `${PATH}/{id}`, { path: { id: 'a/b' }, body: { title: 'x' } });
    expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET http://api.example/public/v1/meetings?limit=5&time_range=7d',
      'PATCH http://api.example/public/v1/meetings/a%2Fb',
    ]);
    expect(sent.map(({ headers }) => headers.get('idempotency-key'))).toEqual([null, null]);
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer mts_live_x');
    expect(await sent[1]?.json()).toEqual({ title: 'x' });
  });

  it('repeats a POST whose answer was lost, with the same key', async () => {
    const { client, sent, waits } = answered(
      noAnswer,
      () => page(502),
      () => json(201, BODY),
    );
    expect(await client.call('post', PATH, { body: BODY })).toEqual(BODY);
    const keys = sent.map(({ headers }) => headers.get('idempotency-key'));
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(keys).size).toBe(1);
    expect(waits.map((ms) => Math.floor(ms / 500))).toEqual([1, 2]);
  });

  it('waits as long as Retry-After says, and not less', async () => {
    const { client, waits } = answered(
      () => json(429, failure('rate_limited'), { 'retry-after': '7' }),
      () => json(200, { data: [], next_cursor: null }),
    );
    await client.call('get', PATH, {});
    expect(waits[0]).toBeGreaterThanOrEqual(7_000);
    expect(waits[0]).toBeLessThan(7_500);
  });

  it.each([
    [400, 'invalid_request'],
    [401, 'invalid_key'],
    [403, 'scope_missing'],
    [404, 'not_found'],
  ])('does not repeat %i', async (status, code) => {
    const { client, sent } = answered(() =>
      json(status, failure(code), { 'x-request-id': 'req_1' }),
    );
    const call = client.call('delete', `${PATH}/{id}`, { path: { id: 'x' } });
    const error = await call.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MeetsoError);
    expect(error).toMatchObject({ status, code, requestId: 'req_1' });
    expect(sent).toHaveLength(1);
  });

  it('takes what is gone after a lost answer for deleted', async () => {
    const { client } = answered(noAnswer, () => json(404, failure('not_found')));
    const call = client.call('delete', `${PATH}/{id}`, { path: { id: 'x' } });
    expect(await call).toBeUndefined();
  });

  it.each([502, 200])('says so when a proxy answers %i with a page of its own', async (status) => {
    const { client, sent } = answered(...Array.from({ length: 4 }, () => () => page(status)));
    const error = await client.call('get', PATH, {}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MeetsoError);
    expect(error).toMatchObject({ status, code: 'no_envelope', requestId: undefined });
    expect(sent).toHaveLength(4);
  });

  it('gives up when nobody answers, and at once when it is aborted', async () => {
    const { client, sent } = answered(noAnswer, noAnswer, noAnswer, noAnswer);
    await expect(client.call('get', PATH, {})).rejects.toThrow('fetch failed');
    expect(sent).toHaveLength(4);
    const aborted = answered(noAnswer);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(aborted.client.call('get', PATH, { signal })).rejects.toThrow();
    expect(aborted.sent.length).toBeLessThan(2);
  });

  it('stops waiting, too, when it is aborted', async () => {
    const ending = new AbortController();
    let sent = 0;
    const client = new MeetsoClient({
      url: 'http://api.example',
      key: 'mts_live_x',
      fetch: async () => {
        setTimeout(() => ending.abort(new Error('enough')), 20);
        sent++;
        return json(429, failure('rate_limited'), { 'retry-after': '60' });
      },
    });
    const { signal } = ending;
    await expect(client.call('get', PATH, { signal })).rejects.toThrow('enough');
    expect(sent).toBe(1);
  });
});
