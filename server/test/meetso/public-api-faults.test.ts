import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exchange, only } from '../../../testkit/clients/public-api-raw.ts';
import { openPublicDesk, type PublicDesk } from '../../../testkit/desks/public-api-desk.ts';
import type { MeetingsRepository } from '../../src/meetso/meetings/meetings-repository.ts';
import { throughMeetings } from '../../src/meetso/meetings/through-meetings.ts';

const MEETINGS = '/public/v1/meetings';
const ABSENT = `${MEETINGS}/mtg_00000000000000000000`;
/** What the data source does instead of its work; undefined: its work. */
let instead: (() => never | Promise<never>) | undefined;
let desk: PublicDesk;
let key: string;
const caller = () => ({
  'request_desk.org.id': org,
  'request_desk.api_key.prefix': key.slice(0, 13),
});
let org: string;

const faulty = (meetings: MeetingsRepository): MeetingsRepository =>
  throughMeetings(meetings, (work) => (instead ? instead() : work()));

beforeAll(async () => {
  desk = await openPublicDesk(
    { limits: { openRequests: 20, handlerMs: 1_500, drainMs: 1_000 } },
    faulty,
  );
  org = await desk.org();
  key = (await desk.mint(org)).secret;
});

beforeEach(() => {
  instead = undefined;
});

afterAll(() => desk.close());

describe('faults of ours', () => {
  const SECRET = 'password=hunter22 of the database';
  it.each([
    [
      'an error thrown at once',
      () => {
        throw new TypeError(SECRET);
      },
    ],
    [
      'a rejection',
      async () => {
        throw new RangeError(SECRET);
      },
    ],
    [
      'something that is no error',
      () => {
        throw SECRET;
      },
    ],
    [
      'nothing',
      async () => {
        throw undefined;
      },
    ],
    [
      'an error that poses as a client’s',
      () => {
        throw Object.assign(new Error(SECRET), { statusCode: 400, status: 418, code: 'FST_FAKE' });
      },
    ],
    [
      'a lost connection',
      () => {
        throw Object.assign(new Error('read'), { code: 'ECONNRESET' });
      },
    ],
    [
      'an error whose properties throw',
      () => {
        throw new Proxy(new Error('x'), {
          get() {
            throw new Error('no');
          },
        });
      },
    ],
  ])('%s is an internal_error that tells nothing', async (_what, act) => {
    instead = act as () => never;
    const answer = await desk.call(MEETINGS, { key });
    expect([answer.status, answer.code, answer.cause]).toEqual([
      500,
      'internal_error',
      'exception',
    ]);
    expect(JSON.stringify(answer.body)).not.toContain('hunter22');
    expect(answer.message).toContain('backoff');
  });

  it('keeps answering afterwards', async () => {
    expect((await desk.call(MEETINGS, { key })).status).toBe(200);
  });

  it('answers HEAD with status and headers only', async () => {
    instead = async () => {
      throw new Error('broken');
    };
    for (const [path, status, code] of [
      [MEETINGS, 500, 'internal_error'],
      ['/nowhere', 404, 'not_found'],
    ] as const) {
      const answer = await fetch(`${desk.url}${path}`, {
        method: 'HEAD',
        headers: { authorization: `Bearer ${key}` },
      });
      expect([answer.status, await answer.text()]).toEqual([status, '']);
      expect(answer.headers.get('link')).toContain(`#${code}`);
      expect(answer.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{16}$/);
    }
  });
});

describe('time and load', () => {
  it('sheds what it cannot hold, and recovers', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    instead = async () => {
      await released;
      throw new Error('late');
    };
    const held = Array.from({ length: 20 }, () => desk.call(MEETINGS, { key }));
    await pause(200);
    const shed = await desk.call(MEETINGS, { key });
    expect([shed.status, shed.code, shed.cause]).toEqual([500, 'internal_error', 'overloaded']);
    expect(shed.headers.get('retry-after')).toBe('2');
    expect(shed.attributes).toMatchObject(caller());
    release();
    await Promise.all(held);
    instead = undefined;
    expect((await desk.call(MEETINGS, { key })).status).toBe(200);
  });

  it('forgets requests of a pipeline whose client has left, each with its event', async () => {
    // The key is known from here on: reading it may take longer than a slow machine gives it.
    await expect.poll(async () => (await desk.call(MEETINGS, { key })).status).toBe(200);
    let [release, began] = [() => {}, 0];
    const released = new Promise<void>((resolve) => (release = resolve));
    instead = async () => {
      began++;
      await released;
      throw new Error('late');
    };
    const left = () =>
      desk.spool
        .events()
        .filter(({ attributes }) => attributes['request_desk.error.cause'] === 'client_closed');
    const bytes = `GET ${MEETINGS} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${key}\r\n\r\n`;
    for (let clients = 1; clients <= 11; clients++) {
      const socket = connect(desk.port, '127.0.0.1').on('error', () => undefined);
      socket.write(bytes.repeat(3));
      await expect.poll(() => began, { timeout: 5_000 }).toBe(3 * clients);
      socket.resetAndDestroy();
      await once(socket, 'close');
    }
    await expect.poll(() => left().length, { timeout: 5_000 }).toBe(33);
    release();
    instead = undefined;
    expect((await desk.call(MEETINGS, { key })).status).toBe(200);
  });

  it('answers a request whose handler never comes back', async () => {
    instead = () => new Promise<never>(() => undefined);
    const answer = await desk.call(MEETINGS, { key });
    expect([answer.status, answer.code, answer.cause]).toEqual([
      500,
      'internal_error',
      'exception',
    ]);
    expect(answer.attributes['exception.type']).toBe('HandlerStalled');
  });

  it('gives up on a client that sends its request too slowly', async () => {
    Object.assign(desk.app.server, { headersTimeout: 300, requestTimeout: 600 });
    const slow = await only(desk, [`GET ${MEETINGS} HTTP/1.1\r\nhost: a\r\n`]);
    expect([slow.code, slow.cause]).toEqual(['invalid_request', 'timeout']);
    const body = await only(desk, [
      `POST ${MEETINGS} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{`,
    ]);
    expect([body.code, body.cause]).toEqual(['invalid_request', 'timeout']);
    expect(body.attributes['request_desk.api_key.prefix']).toBe(key.slice(0, 13));
  });

  it('closes a connection on which nothing was ever sent, without an event', async () => {
    const before = desk.spool.records('errors').length;
    const socket = connect(desk.port, '127.0.0.1');
    await once(socket, 'close');
    expect(socket.bytesRead).toBe(0);
    expect(desk.spool.records('errors').length).toBe(before);
  });

  it('stands a flood of half-open connections', async () => {
    const flood = Array.from({ length: 300 }, () => {
      const socket = connect(desk.port, '127.0.0.1');
      socket.on('error', () => undefined).write('GET /public');
      return socket;
    });
    expect((await desk.call(ABSENT, { key })).cause).toBe('absent');
    await Promise.all(flood.map((socket) => socket.destroyed || once(socket.resume(), 'close')));
    expect((await desk.call(ABSENT, { key })).cause).toBe('absent');
  });

  it('answers a body that comes after its refusal only once', async () => {
    const answers = await exchange(desk.port, [
      `POST ${MEETINGS} HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n`,
      'zz\r\n',
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([401]);
  });
});

// The last test: it closes the listener.
describe('shutdown', () => {
  it('finishes what is open and refuses what comes new', async () => {
    Object.assign(desk.app.server, { headersTimeout: 10_000, requestTimeout: 30_000 });
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const real = desk.meetings;
    const slow = desk.call(MEETINGS, { key });
    instead = async () => {
      await released;
      return (await real.list({ orgId: 'none', limit: 1 })) as never;
    };
    const open = desk.call(MEETINGS, { key });
    const waiting = only(desk, [
      `POST ${MEETINGS} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{`,
    ]);
    await pause(100);
    const closed = desk.app.close();
    await pause(50);
    const late = await desk.call(MEETINGS, { key });
    expect([late.status, late.code, late.cause]).toEqual([500, 'internal_error', 'draining']);
    expect(late.headers.get('retry-after')).toBe('2');
    expect(late.headers.get('connection')).toBe('close');
    expect(late.attributes).toMatchObject(caller());
    release();
    expect((await slow).status).toBe(200);
    expect((await open).status).toBe(200);
    expect((await open).headers.get('connection')).toBe('close');
    // A body that never comes is refused, not cut off.
    const never = await waiting;
    expect([never.code, never.cause]).toEqual(['internal_error', 'draining']);
    expect(never.attributes).toMatchObject(caller());
    await closed;
    await expect(fetch(`${desk.url}${MEETINGS}`)).rejects.toThrow();
  });
});
