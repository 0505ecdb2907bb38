import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { consoleErrorBody } from '@request-desk/shared/console-error';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleDesk, openConsole, STAFF_TOKEN } from '../../../testkit/desks/console-desk.ts';
import { testRoute } from '../../../testkit/desks/test-route.ts';
import { StoreUnavailable } from '../../src/clickhouse/store-fault.ts';
import { ControlPlaneReplaced } from '../../src/database/control-plane-outage.ts';

const READS = testRoute('support', 'desk:read');
let local: ConsoleDesk;
let open: ConsoleDesk;

beforeAll(async () => {
  const register: Parameters<typeof openConsole>[0] = {
    async registerAtRoot(app) {
      app.get('/metrics', testRoute('engineer', 'metrics:read'), async () => 'up 1');
    },
    async register(api) {
      api.get('/who', READS, async (request) => request.staff);
      api.post('/change', testRoute('support', 'keys:mint'), async (request) => request.staff);
      api.get('/bug', READS, async () => {
        throw new Error('the secret reason');
      });
      api.get('/away', READS, async () => {
        throw new StoreUnavailable('no answer');
      });
      api.get('/replaced', READS, async () => {
        throw new ControlPlaneReplaced();
      });
    },
  };
  local = await openConsole(register);
  open = await openConsole({ ...register, staffToken: STAFF_TOKEN });
});

afterAll(async () => {
  await Promise.all([local.close(), open.close()]);
});

/** Like fetch, with headers that fetch would not let through. */
function raw(url: string, method: string, headers: Record<string, string>, body = '') {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      const call = httpRequest(url, { method, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      });
      call.on('error', reject).end(body);
    },
  );
}

const bearer = { authorization: `Bearer ${STAFF_TOKEN}` };

describe('who calls', () => {
  it('is automation with the token', async () => {
    const who = await fetch(`${open.url}/support/v1/who`, { headers: bearer });
    expect(await who.json()).toMatchObject({ id: 'automation', role: 'admin', confirmed: true });
  });

  it.each([
    ['nothing', {}],
    ['a wrong token', { authorization: `Bearer ${'x'.repeat(32)}` }],
    ['another scheme', { authorization: 'Basic abc' }],
    ['a proxy in front', { 'x-forwarded-for': '203.0.113.9' }],
  ])('is not signed in with %s, on loopback, too', async (_, headers) => {
    const response = await fetch(`${open.url}/support/v1/who`, { headers });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    const { error } = consoleErrorBody.parse(await response.json());
    expect(error.code).toBe('not_signed_in');
    expect(error.request_id).toBe(response.headers.get('x-request-id'));
  });

  it('must sign in, and is led back', async () => {
    expect((await fetch(`${open.url}/support/v1/who`)).status).toBe(401);
    const page = await fetch(`${open.url}/r/req_1?a=b`, { redirect: 'manual' });
    expect(page.status).toBe(303);
    const to = page.headers.get('location') ?? '';
    expect(to).toBe('/login?next=%2Fr%2Freq_1%3Fa%3Db');
    const form = await (await fetch(open.url + to)).text();
    expect(form).toContain('name="next" value="/r/req_1?a=b"');

    const signIn = (token: string) =>
      fetch(`${open.url}/login`, {
        method: 'POST',
        body: new URLSearchParams({ token, next: '/r/req_1?a=b' }),
        redirect: 'manual',
      });
    const refused = await signIn('wrong');
    expect([refused.status, refused.headers.get('set-cookie')]).toEqual([401, null]);
    const done = await signIn(STAFF_TOKEN);
    expect([done.status, done.headers.get('location')]).toEqual([303, '/r/req_1?a=b']);
    const cookie = done.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly; SameSite=Lax/);
    expect(cookie).not.toContain(STAFF_TOKEN);
    const headers = { cookie: cookie.split(';', 1)[0] ?? '' };
    expect((await fetch(`${open.url}/support/v1/who`, { headers })).status).toBe(200);
    const forged = { cookie: headers.cookie.replace(/.$/, (c) => (c === '0' ? '1' : '0')) };
    expect((await fetch(`${open.url}/support/v1/who`, { headers: forged })).status).toBe(401);
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/.//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/a\\..\\evil.example',
    '\t//evil.example',
  ])('is never sent on to %j', async (next) => {
    const response = await fetch(`${open.url}/login`, {
      method: 'POST',
      body: new URLSearchParams({ token: STAFF_TOKEN, next }),
      redirect: 'manual',
    });
    expect(response.headers.get('location')).toBe('/');
  });

  it('is refused for a page whose address no store could hold', async () => {
    const body = new URLSearchParams({ token: STAFF_TOKEN, next: '/\u0000/evil.example' });
    const response = await fetch(`${open.url}/login`, { method: 'POST', body, redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  });

  it('shows hostile text in the sign-in form as text', async () => {
    const next = `/"><script>alert(1)</script>`;
    const form = await fetch(`${open.url}/login?next=${encodeURIComponent(next)}`);
    expect(await form.text()).not.toContain('<script');
  });
});

describe('a page of another site', () => {
  it.each([
    ['a name that was pointed here', 'GET', { host: 'evil.example' }, 400],
    ['the same with a port', 'GET', { host: '127.0.0.1.evil.example:8081' }, 400],
    ['a malformed name', 'GET', { host: '127.0.0.1 evil' }, 400],
    ['localhost', 'GET', { host: 'LOCALHOST:8081' }, 200],
    ['IPv6 loopback', 'GET', { host: '[::1]:8081' }, 200],
    ['reading by script', 'GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }, 403],
    ['a link to it', 'GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 200],
    ['a form', 'POST', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 403],
    ['a form in an old browser', 'POST', { origin: 'http://evil.example' }, 403],
    ['a sandboxed frame', 'POST', { origin: 'null' }, 403],
    ['the same of another site', 'POST', { origin: 'null', 'sec-fetch-site': 'cross-site' }, 403],
    ['the same of a sister', 'POST', { origin: 'null', 'sec-fetch-site': 'same-site' }, 403],
    ['a form without referrer', 'POST', { origin: 'null', 'sec-fetch-site': 'same-origin' }, 200],
    ['another port of this machine', 'POST', { origin: 'http://127.0.0.1:9' }, 403],
    ['our own page', 'POST', { 'sec-fetch-site': 'same-origin' }, 200],
    ['a script', 'POST', {}, 200],
  ])('by %s', async (_, method, headers, status) => {
    const path = method === 'GET' ? '/support/v1/who' : '/support/v1/change';
    const answer = await raw(local.url + path, method, headers);
    expect([answer.status, answer.text]).toEqual([status, expect.any(String)]);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('reads nothing by another spelling of a path', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
    for (const path of ['/%73upport/v1/who', '/support/v%31/who', '/support/v1/who'])
      expect([path, (await raw(local.url + path, 'GET', headers)).status]).toEqual([path, 403]);
  });

  it('can neither frame nor script ours', async () => {
    for (const path of ['/', '/support/v1/who', '/login', '/nope.js', '/support/v1/nope']) {
      const { headers } = await fetch(local.url + path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });
});

describe('failed calls', () => {
  it('carry an id that the log has, and no inner truth', async () => {
    const response = await fetch(`${local.url}/support/v1/bug`);
    const { error } = consoleErrorBody.parse(await response.json());
    expect([response.status, error.code]).toEqual([500, 'failed']);
    expect(error.message).not.toContain('secret reason');
    expect(error.request_id).toMatch(/^call_[0-9a-f]{16}$/);
    expect(local.lines.join('')).toContain(error.request_id);
  });

  it.each([
    ['GET', '/support/v1/away', undefined, 503, 'store_unavailable'],
    ['GET', '/support/v1/replaced', undefined, 503, 'control_plane_unavailable'],
    ['GET', '/support/v1/nope', undefined, 404, 'no_such_thing'],
    ['PUT', '/support/v1/who', undefined, 404, 'no_such_thing'],
    ['POST', '/support/v1/change', '{"a":', 400, 'bad_request'],
    ['GET', '/support/v1/%E0%A4%A', undefined, 400, 'bad_request'],
    ['POST', '/', undefined, 404, 'no_such_thing'],
  ])('%s %s has its own error', async (method, path, body, status, code) => {
    const response = await raw(
      local.url + path,
      method,
      { 'content-type': 'application/json' },
      body,
    );
    expect(response.status).toBe(status);
    expect(consoleErrorBody.parse(JSON.parse(response.text)).error).toMatchObject({
      code,
      request_id: response.headers['x-request-id'],
    });
  });

  it('says when a store is away that asking again helps', async () => {
    const response = await fetch(`${local.url}/support/v1/away`);
    expect(response.headers.get('retry-after')).toBe('5');
  });
});

it('closes although a browser holds a connection ready', async () => {
  const desk = await openConsole();
  const socket = connect(Number(new URL(desk.url).port), '127.0.0.1');
  await once(socket, 'connect');
  await fetch(`${desk.url}/healthz`);
  const closed = once(socket, 'close');
  await desk.close();
  await closed;
});

describe('files', () => {
  it.each([
    '/',
    '/r/req_70ac81fe9ef7a3c6',
    '/index.html',
    '/explore?code=rate_limited',
    '/keys/a%5Cu0027',
    '/ids/a%2F%2Fb',
    '/codes/..%2F..%2F..%2Fetc%2Fpasswd',
  ])('gives the page for %s', async (path) => {
    const response = await fetch(local.url + path);
    expect(await response.text()).toContain('<title>Request Desk</title>');
    expect(response.headers.get('cache-control')).toBe('no-cache');
  });

  it('keeps assets for good, misses honestly, and never leaves its folder', async () => {
    const asset = await fetch(`${local.url}/assets/app-abc123.js`);
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect(asset.headers.get('content-encoding')).toBe('gzip');
    expect(asset.headers.get('content-type')).toContain('javascript');
    expect(await asset.text()).toBe('export {};');
    expect((await fetch(`${local.url}/assets/gone.js`)).status).toBe(404);
    const outside = await raw(`${local.url}/..%2f..%2f..%2fetc/passwd`, 'GET', {});
    expect(outside.text).not.toContain('root:');
  });

  it('tells programs that they must sign in', async () => {
    expect((await fetch(`${open.url}/metrics`)).status).toBe(401);
    expect((await fetch(`${open.url}/metrics`, { headers: bearer })).status).toBe(200);
  });

  it('answers health probes without signing in', async () => {
    expect((await fetch(`${open.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${open.url}/readyz`)).status).toBe(200);
  });
});
