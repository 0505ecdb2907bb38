import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../testkit/engines/clickhouse-server.ts';
import { type NameServer, startNameServer } from '../../../testkit/engines/name-server.ts';
import { NGINX, type Nginx, startConfigured } from '../../../testkit/engines/nginx.ts';
import { poll } from '../../../testkit/poll.ts';

const CONFIG = readFileSync(join(import.meta.dirname, '../../../deploy/nginx/nginx.conf'), 'utf8');
/** Two processes of a role have the same port at two addresses, as containers do. */
const [FIRST, SECOND] = ['127.0.0.1', '127.0.0.2'];

interface Seen {
  readonly at: string;
  readonly method: string | undefined;
  readonly forwardedFor: unknown;
  readonly bytes: number;
}

const seen: Seen[] = [];
const addresses = new Set([FIRST, SECOND]);
/** Addresses whose process answers 503, as ingest does when it has no room. */
const full = new Set<string>();
let processes: Map<string, Server>;
let upstream: number;
let names: NameServer;
let nginx: Nginx;
let ports: { readonly api: number; readonly ingest: number; readonly console: number };

async function serve(address: string, port: number): Promise<Server> {
  const server = createServer((request, response) => void answer(address, request, response));
  server.listen(port, address);
  await once(server, 'listening');
  return server;
}

async function answer(
  at: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let bytes = 0;
  for await (const chunk of request) bytes += chunk.length;
  const { method, headers } = request;
  if (request.url !== '/healthz')
    seen.push({ at, method, forwardedFor: headers['x-forwarded-for'], bytes });
  if (request.url === '/v1/cut') return void request.socket.destroy();
  response.writeHead(full.has(at) ? 503 : 200).end(at);
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

/** What is shipped, with this machine's name server and ports, and a proxy in front that is on loopback. */
function configuration({ api, ingest, console }: typeof ports): string {
  return CONFIG.replace('resolver 127.0.0.11', `resolver 127.0.0.1:${names.port}`)
    .replace('listen 8080', `listen 127.0.0.1:${api}`)
    .replace('listen 4318', `listen 127.0.0.1:${ingest}`)
    .replace('listen 8081', `listen 127.0.0.1:${console}`)
    .replace('set_real_ip_from 10.0.0.0/8', 'set_real_ip_from 127.0.0.0/8')
    .replace(/(proxy_pass http:\/\/\$\w+):\d+/g, `$1:${upstream}`);
}

const call = (port: number, init: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${port}/v1/things`, init);

describe.skipIf(!existsSync(NGINX))('the balancer of the profile scale', () => {
  beforeAll(async () => {
    names = await startNameServer(addresses);
    const first = await serve(FIRST, 0);
    upstream = portOf(first);
    processes = new Map([
      [FIRST, first],
      [SECOND, await serve(SECOND, upstream)],
    ]);
    ports = { api: await freePort(), ingest: await freePort(), console: await freePort() };
    nginx = await startConfigured(configuration(ports), ports.api);
  });

  afterAll(async () => {
    await nginx.stop();
    await Promise.all([...processes.values()].map(stop));
    await names.close();
  });

  it('lets the processes of each role take turns', async () => {
    for (const port of Object.values(ports)) {
      const answers = new Set<string>();
      for (let n = 0; n < 20; n++) answers.add(await (await call(port)).text());
      expect([...answers].sort()).toEqual([FIRST, SECOND]);
    }
  });

  it('passes on the address that the proxy in front has added, and no other', async () => {
    seen.length = 0;
    await call(ports.api, { headers: { 'x-forwarded-for': '198.51.100.1, 203.0.113.9' } });
    expect(seen.map(({ forwardedFor }) => forwardedFor)).toEqual(['203.0.113.9']);
  });

  it('leaves sizes to the listeners', async () => {
    seen.length = 0;
    const body = new Uint8Array(20 * 2 ** 20);
    const { status } = await call(ports.ingest, { method: 'POST', body });
    const { status: ofHeaders } = await call(ports.api, {
      headers: { 'x-long': 'x'.repeat(15_000) },
    });
    expect([status, ofHeaders]).toEqual([200, 200]);
    expect(seen[0]?.bytes).toBe(body.length);
  });

  it('sends telemetry to the other process where one has no room, and calls of the API once', async () => {
    full.add(FIRST);
    seen.length = 0;
    for (let n = 0; n < 10; n++)
      expect((await call(ports.ingest, { method: 'POST', body: 'x' })).status).toBe(200);
    seen.length = 0;
    for (let n = 0; n < 10; n++) await call(ports.api, { method: 'POST', body: 'x' });
    expect(seen.length).toBe(10);
    full.delete(FIRST);
  });

  it('sends no call of the API again that a process received, and lost', async () => {
    seen.length = 0;
    const cut = await fetch(`http://127.0.0.1:${ports.api}/v1/cut`, { method: 'POST', body: 'x' });
    expect([cut.status, seen.length]).toEqual([502, 1]);
  });

  it('fails no call while a process is gone, and finds it where it comes back', async () => {
    const gone = processes.get(SECOND);
    if (gone) await stop(gone);
    for (let n = 0; n < 20; n++) expect((await call(ports.api)).status).toBe(200);
    addresses.delete(SECOND);
    processes.set(SECOND, await serve('127.0.0.3', upstream));
    addresses.add('127.0.0.3');
    await poll('the process at its new address', async () =>
      (await (await call(ports.api)).text()) === '127.0.0.3' ? true : undefined,
    );
  });
});
