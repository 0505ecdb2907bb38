import { setTimeout as pause } from 'node:timers/promises';
import { meetingPage } from '../../server/src/meetso/catalogue/meetings.ts';
import { type Answer, answerIn, type RealClient } from './job.ts';
import { countingRelay, pageRelay } from './relays.ts';
import { ABSENT, describe, get, inWords, MEETINGS, newId, post, type Scene } from './situation.ts';

/** One column of the matrix: what a client gets in it, in words. */
export interface Situation {
  readonly name: string;
  run(client: RealClient, scene: Scene): Promise<string>;
}

/** More than a second allows one key. */
const MANY = 15;

export const SITUATIONS: readonly Situation[] = [
  {
    name: 'shuts its side behind the request',
    async run({ halfClose }, { apiUrl, key }) {
      if (typeof halfClose === 'string') return `– (${halfClose})`;
      const { hostname, port } = new URL(apiUrl);
      const secret = await key();
      const calls = [ABSENT, MEETINGS].map((path) => ({
        host: hostname,
        port: Number(port),
        head: `GET ${path} HTTP/1.1\r\nhost: api\r\nauthorization: Bearer ${secret}\r\n\r\n`,
      }));
      return describe(await halfClose(calls));
    },
  },
  {
    name: '`Expect: 100-continue`, a valid key and an unknown one',
    async run(client, { apiUrl, key }) {
      const expects = { expect: '100-continue' };
      const unknown = `mts_live_${'D'.repeat(32)}`;
      const calls = [post(apiUrl, await key(), expects), post(apiUrl, unknown, expects)];
      const got = await client.run({ calls, atOnce: 1 });
      return got.every((one) => 'error' in one)
        ? `– (${describe(got.slice(0, 1))})`
        : describe(got);
    },
  },
  {
    name: 'goes on after errors',
    async run(client, { apiUrl, key }) {
      await using relay = await countingRelay(apiUrl);
      const secret = await key();
      const broken = { ...post(relay.url, secret), body: '{"title":' };
      const calls = [
        get(`${relay.url}${ABSENT}`, secret),
        broken,
        get(`${relay.url}/%zz`, secret),
        get(`${relay.url}${MEETINGS}`, secret),
      ];
      const got = describe(await client.run({ calls, atOnce: 1 }));
      const taken = relay.taken();
      return `${got}; ${taken} connection${taken === 1 ? '' : 's'}`;
    },
  },
  {
    name: "a proxy's 502 page instead of the answer to a POST; again with its key",
    async run(client, { apiUrl, key }) {
      await using relay = await pageRelay(apiUrl);
      const secret = await key();
      const names = { 'idempotency-key': newId(), 'x-client-request-id': newId() };
      const calls = [post(relay.url, secret, names), post(relay.url, secret, names)];
      const got = await client.run({ calls, atOnce: 1 });
      const list = await client.run({ calls: [get(`${apiUrl}${MEETINGS}`, secret)], atOnce: 1 });
      const replayed = withHeader(answerIn(got[1]), 'idempotency-replayed', 'true');
      return `${describe(got)}${replayed ? ' (replay)' : ''}; ${meetings(textOf(answerIn(list[0])))}`;
    },
  },
  {
    name: 'the same POST twice with one `Idempotency-Key`, then with another body',
    async run(client, { apiUrl, key }) {
      const secret = await key();
      const again = post(apiUrl, secret, { 'idempotency-key': newId() });
      const other = { ...again, body: again.body?.replace('Kick-off', 'Other') ?? '' };
      const got = (await client.run({ calls: [again, again, other], atOnce: 1 })).map(answerIn);
      const [first, second, third] = got;
      const same = textOf(first) === textOf(second);
      const replayed = withHeader(second, 'idempotency-replayed', 'true');
      const words = [first, second, third].map((one) => inWords(one ?? 'nothing'));
      return `${words[0]}, ${words[1]}${replayed && same ? ' (replay, same bytes)' : ' NOT the same'}, ${words[2]}`;
    },
  },
  {
    name: `${MANY} calls at once, then one after \`Retry-After\``,
    async run(client, { apiUrl, key }) {
      const secret = await key();
      const one = get(`${apiUrl}${MEETINGS}`, secret);
      const calls = Array.from({ length: MANY }, () => one);
      const answers = (await client.run({ calls, atOnce: MANY })).map(answerIn);
      const counts = new Map<string, number>();
      for (const got of answers) counts.set(inWords(got), (counts.get(inWords(got)) ?? 0) + 1);
      const words = [...counts].map(([what, count]) => `${count} × ${what}`).join(', ');
      const asked = answers.map((got) => Number(headerOf(got, 'retry-after') ?? 0));
      const seconds = Math.max(...asked);
      if (seconds === 0) return `${words} (waits by itself)`;
      await pause(seconds * 1_000);
      return `${words}, after ${seconds} s ${describe(await client.run({ calls: [one], atOnce: 1 }))}`;
    },
  },
];

function headerOf(answer: Answer | string | undefined, name: string): string | undefined {
  return answer === undefined || typeof answer === 'string' ? undefined : answer.header(name);
}

function withHeader(answer: Answer | string | undefined, name: string, value: string): boolean {
  return headerOf(answer, name) === value;
}

function textOf(answer: Answer | string | undefined): string {
  return answer === undefined || typeof answer === 'string' ? '' : answer.text;
}

function meetings(list: string): string {
  const { length } = meetingPage.parse(JSON.parse(list)).data;
  return `${length} meeting${length === 1 ? '' : 's'}`;
}
