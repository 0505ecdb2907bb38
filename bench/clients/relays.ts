import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, createServer as createTcp, type Server } from 'node:net';

/** Something between a client and the API, at `url`. */
interface Relay extends AsyncDisposable {
  readonly url: string;
  /** Connections, or requests, that came since the last look. */
  taken(): number;
}

/** Hands bytes on, and counts connections. */
export async function countingRelay(target: string): Promise<Relay> {
  const port = Number(new URL(target).port);
  let count = 0;
  const server = createTcp({ allowHalfOpen: true }, (client) => {
    count++;
    const api = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    client.pipe(api).pipe(client);
    client.on('error', () => api.destroy());
    api.on('error', () => client.destroy());
  });
  return await relay(
    server,
    () => count,
    (to) => (count = to),
  );
}

/** Hands whole requests on, and gives a page of its own instead of the first answer to each. */
export async function pageRelay(target: string): Promise<Relay> {
  const [seen, page] = [new Set<string>(), '<html><h1>502 Bad Gateway</h1></html>'];
  let count = 0;
  const server = createServer(async (request, reply) => {
    count++;
    const { status, headers, text } = await forwarded(target, request);
    const name = String(request.headers['x-client-request-id']);
    if (seen.has(name)) return void reply.writeHead(status, headers).end(text);
    seen.add(name);
    reply.writeHead(502, { 'content-type': 'text/html' }).end(page);
  });
  return await relay(
    server,
    () => count,
    (to) => (count = to),
  );
}

async function forwarded(target: string, request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const sent = new Headers();
  for (const name of ['authorization', 'content-type', 'idempotency-key']) {
    const value = request.headers[name];
    if (typeof value === 'string') sent.set(name, value);
  }
  const { method = 'GET', url = '/' } = request;
  const body = chunks.length > 0 ? Buffer.concat(chunks) : null;
  const answer = await fetch(`${target}${url}`, { method, headers: sent, body });
  const { status, headers } = answer;
  const kept = [...headers].filter(([name]) => name !== 'connection' && name !== 'keep-alive');
  return { status, headers: Object.fromEntries(kept), text: await answer.text() };
}

async function relay(
  server: Server,
  count: () => number,
  reset: (to: number) => void,
): Promise<Relay> {
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken() {
      const taken = count();
      reset(0);
      return taken;
    },
    async [Symbol.asyncDispose]() {
      await new Promise((closed) => {
        server.close(closed);
        // Clients that keep their connection have ended, or are ended.
        if ('closeAllConnections' in server) (server.closeAllConnections as () => void)();
      });
    },
  };
}
