import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasForm } from '@request-desk/shared/id-form';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chargesApi } from '../../examples/charges-api/app.ts';
import { spooledRecords } from '../../testkit/otlp/spooled-records.ts';
import { CHARGES_PROFILE } from '../../testkit/profiles/charges.ts';
import { OptionsError, requestDesk } from './request-desk.ts';

const KEY = 'sk_4eC39HqLyjWDarjtT1zdp7dc';
/** Nobody listens there: what is emitted stays in the spool. */
const NOWHERE = 'http://127.0.0.1:9';
const spool = mkdtempSync(join(tmpdir(), 'charges-spool-'));
const lines: string[] = [];
let app: FastifyInstance;
let port: number;

beforeAll(async () => {
  app = await chargesApi({
    endpoint: NOWHERE,
    spool,
    log: { destination: { write: (line) => void lines.push(line) } },
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  port = typeof address === 'object' ? (address?.port ?? 0) : 0;
});
afterAll(async () => {
  await app.close();
  rmSync(spool, { recursive: true });
});

/** One request, and what the spool holds of it once the answer is here. */
async function call(method: string, path: string, body?: unknown, key = KEY) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const id = response.headers.get('x-request-id') ?? '';
  return { response, id, text: await response.text().catch(() => 'broken off'), ...eventOf(id) };
}

function eventOf(id: string) {
  const records = spooledRecords(spool);
  const isOf = ({ attributes }: (typeof records)[number]) => Object.values(attributes).includes(id);
  return { event: records.find((record) => record.eventName && isOf(record)), records };
}

/** Sends bytes and reads until the connection ends. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('latin1').on('data', (text: string) => {
      answer += text;
    });
    socket
      .on('end', () => socket.end())
      .on('close', () => resolve(answer))
      .on('error', reject);
  });
}
const idIn = (answer: string) => /x-request-id: (\S+)/.exec(answer)?.[1] ?? '';

describe('a Fastify API with two lines of Request Desk', () => {
  it('gives ids of the profile’s form, and has a failure in the spool before its answer', async () => {
    const { response, id, event, text } = await call('POST', '/v1/charges', {
      amount: 500,
      card: 'no_funds',
    });
    expect(response.status).toBe(402);
    expect(hasForm(CHARGES_PROFILE.request_id, id)).toBe(true);
    expect(JSON.parse(text)).toEqual({
      error: { code: 'card_declined', message: 'The card was declined.', id },
    });
    expect(event?.traceId).toMatch(/^[0-9a-f]{32}$/);
    const values = Object.values(event?.attributes ?? {});
    for (const value of ['card_declined', 'no_funds', 'acct_9k2m4x7q1z0a', 'sk_4eC3'])
      expect(values).toContain(value);
    expect(
      JSON.stringify(event, (_, value) => (typeof value === 'bigint' ? 0 : value)),
    ).not.toContain(KEY);
    expect(event?.resource).toMatchObject({ 'service.name': 'charges-api' });
  });

  it.each([
    ['no path', 'GET', '/v2/charges', undefined, 404, ['no_charge', 'no_such_path']],
    ['no JSON', 'POST', '/v1/charges', '{"amount":', 400, ['bad_request', 'broken_body']],
    [
      'no amount',
      'POST',
      '/v1/charges',
      { card: 'x' },
      400,
      ['bad_request', 'wrong_field', 'amount'],
    ],
    ['half a cent', 'POST', '/v1/charges', { amount: 0.5, card: 'x' }, 422, ['bad_amount']],
    ['a broken path', 'GET', '/v1/%ff', undefined, 400, ['bad_request', 'broken_url']],
  ])('explains %s', async (_, method, path, body, status, words) => {
    const { response, id, event } = await call(method, path, body);
    expect(response.status).toBe(status);
    expect(hasForm(CHARGES_PROFILE.request_id, id)).toBe(true);
    for (const word of words) expect(Object.values(event?.attributes ?? {})).toContain(word);
  });

  it('records an exception on event and log, and does not send it to the caller', async () => {
    const { response, id, event, text } = await call('POST', '/v1/charges', {
      amount: 500,
      card: 'crash',
    });
    expect(response.status).toBe(500);
    expect(text).not.toContain('issuer');
    const values = Object.values(event?.attributes ?? {});
    for (const value of ['our_fault', 'crash', 'TypeError', 'the issuer answered with nothing'])
      expect(values).toContain(value);
    const own = lines.map((line) => JSON.parse(line)).filter(({ request_id }) => request_id === id);
    expect(own.map(({ level, msg }) => [level, msg])).toEqual([
      ['info', 'asking the issuer'],
      ['error', 'request failed'],
    ]);
    expect(own[0]).toMatchObject({ trace_id: event?.traceId, amount: 500 });
  });

  it('says 500 of an answer that broke off in the middle, with the reason', async () => {
    const { response, id, text } = await call('GET', '/v1/statement');
    expect([response.status, text]).toEqual([200, 'broken off']);
    await expect.poll(() => eventOf(id).event?.attributes).toBeDefined();
    const values = Object.values(eventOf(id).event?.attributes ?? {});
    expect(values).toContain('the ledger went away');
    expect(values.map(Number)).toContain(500);
  });

  it('sends lines inside a request as log records of its trace', async () => {
    const { id, event } = await call('POST', '/v1/charges', { amount: 1, card: 'no_funds' });
    const line = () =>
      spooledRecords(spool).find(
        ({ body, traceId }) => body === 'asking the issuer' && traceId === event?.traceId,
      );
    await expect.poll(line).toBeDefined();
    expect(Object.values(line()?.attributes ?? {})).toContain(id);
  });

  it.each([
    ['garbage', 'what is this?\r\n\r\n', 'broken_http'],
    ['no Host', 'GET /v1/charges HTTP/1.1\r\nconnection: close\r\n\r\n', 'broken_header'],
    ['CONNECT', 'CONNECT example.com:443 HTTP/1.1\r\nhost: a\r\n\r\n', 'broken_http'],
  ])('answers %s with an id and an event', async (_, bytes, cause) => {
    const answer = await raw(bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    const { event } = eventOf(idIn(answer));
    expect(Object.values(event?.attributes ?? {})).toContain(cause);
  });

  it('leaves paths alone that are ignored', async () => {
    const { response, records } = await call('GET', '/healthz');
    expect([response.status, response.headers.get('x-request-id')]).toEqual([200, null]);
    const paths = records.map(({ attributes }) => attributes['url.path']);
    expect(paths).not.toContain('/healthz');
  });

  it('is a producer by its own clock', () => {
    const marks = spooledRecords(spool).filter(({ eventName }) => eventName.endsWith('.watermark'));
    expect(marks.length).toBeGreaterThan(0);
    for (const { attributes } of marks) {
      expect(attributes).toMatchObject({
        'request_desk.watermark.clock': 'wall',
        'request_desk.watermark.roles': 'api',
        'request_desk.watermark.state': 'running',
      });
    }
  });

  it('keeps a second process out of its spool', async () => {
    const second = chargesApi({ endpoint: NOWHERE, spool, log: { level: 'silent' } });
    await expect(second).rejects.toThrow(/registered in this process|another process uses it/);
  });
});

describe('options', () => {
  const profile = CHARGES_PROFILE;
  const faultsOf = (options: unknown) => {
    try {
      requestDesk(options as Parameters<typeof requestDesk>[0]);
    } catch (error) {
      if (error instanceof OptionsError) return error.faults;
      throw error;
    }
    return [];
  };

  it('are refused all at once, each with its place', () => {
    const faults = faultsOf({
      profile: { ...profile, codes: {} },
      endpoint: 'desk:4318',
      spool: '',
      token: 'a b',
      ignore: ['healthz'],
      log: { level: 'loud' },
      endpont: 1,
    }).join('\n');
    for (const part of [
      'profile.codes: needs at least one code',
      'endpoint: must be an http or https URL',
      'token: must be a token without spaces',
      'spool: must be a directory, or an open Spool',
      'ignore.0: must be a path such as /healthz or /docs/*',
      'log.level:',
      'endpont',
    ])
      expect(faults).toContain(part);
  });

  it('need an endpoint for a directory, and ids of which no two are the same', () => {
    const request_id = { ...profile.request_id, alphabet: 'digits', length: 10 } as const;
    const faults = faultsOf({ profile: { ...profile, request_id }, spool });
    expect(faults).toEqual([
      expect.stringContaining('profile.request_id: ch_ and 10 characters hold 33 random bits'),
      expect.stringContaining('endpoint: is needed where spool is a directory'),
    ]);
  });

  it('are of no use to an app that was made without them', async () => {
    const desk = requestDesk({ profile, endpoint: NOWHERE, spool, log: { level: 'silent' } });
    const other = Fastify();
    await expect(other.register(desk.plugin)).rejects.toThrow('Fastify(desk.serverOptions())');
    await other.close();
  });
});
