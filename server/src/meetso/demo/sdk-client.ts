import { setTimeout as pause } from 'node:timers/promises';
import { MeetsoClient } from '@meetso/client';
import { timeRange } from '../catalogue/meetings.ts';
import { meetingTitle, newMeeting, oneOf } from './calls.ts';
import type { DemoKey } from './demo-data.ts';
import { fetchVia, type Send } from './fetch-via.ts';

const MEETINGS = '/public/v1/meetings';
const ONE = `${MEETINGS}/{id}` as const;

/** A client that uses one key by the published package: pages, reads, creates, changes and deletes. */
export interface SdkClient {
  /** Makes a call and settles when it is over; undefined while the client waits to repeat one. */
  act(at: number): Promise<void> | undefined;
}

interface Client {
  readonly key: DemoKey;
  readonly userAgent: string;
  readonly from: string;
  /** Meeting ids known from the start. */
  readonly meetingIds: readonly string[];
  readonly random: () => number;
  readonly send: Send;
  /** Ends all waiting. */
  readonly signal: AbortSignal;
}

/** What it changes and deletes it has made itself. */
export function createSdkClient(options: Client): SdkClient {
  const { key, random, userAgent, from, signal } = options;
  const writes = key.scopes.includes('meetings:write');
  let known = [...options.meetingIds];
  const made: string[] = [];
  let place: { readonly cursor: string; readonly query: Query } | undefined;
  let waiting = 0;
  const client = new MeetsoClient({
    url: 'http://demo.invalid',
    key: key.secret,
    userAgent,
    fetch: fetchVia(options.send, from),
    async wait(ms) {
      waiting++;
      await pause(ms, undefined, { signal }).finally(() => waiting--);
    },
  });

  async function call(at: number): Promise<void> {
    const id = known.length > 0 ? oneOf(known, random) : undefined;
    const dice = random();
    if (place && dice < 0.35) return await list({ ...place.query, cursor: place.cursor });
    if (writes && dice > 0.97) return await write(at, dice);
    if (id !== undefined && dice > 0.93) {
      await client.call('get', `${ONE}/participants`, { path: { id }, signal });
    } else if (id !== undefined && dice > 0.55) {
      await client.call('get', ONE, { path: { id }, signal });
    } else {
      await list({
        limit: oneOf([10, 20, 50], random),
        time_range: oneOf(timeRange.options, random),
      });
    }
  }

  async function list(query: Query): Promise<void> {
    const { data, next_cursor } = await client.call('get', MEETINGS, { query, signal });
    if (data.length > 0) known = data.map(({ id }) => id);
    const { cursor: _before, ...rest } = query;
    place = next_cursor === null ? undefined : { cursor: next_cursor, query: rest };
  }

  async function write(at: number, dice: number): Promise<void> {
    const [id] = made;
    if (id === undefined || dice > 0.98) {
      const body = newMeeting(at, random);
      made.push((await client.call('post', MEETINGS, { body, signal })).id);
    } else if (dice > 0.975) {
      made.shift();
      known = known.filter((one) => one !== id);
      await client.call('delete', ONE, { path: { id }, signal });
    } else {
      const body = { title: meetingTitle(random), duration_minutes: oneOf([30, 45], random) };
      await client.call('patch', ONE, { path: { id }, body, signal });
    }
  }

  // What fails is what the demo is about; the tally has counted it.
  return { act: (at) => (waiting > 0 ? undefined : call(at).catch(() => undefined)) };
}

interface Query {
  readonly limit?: number;
  readonly time_range?: (typeof timeRange.options)[number];
  readonly cursor?: string;
}
