import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A console that has never seen anything, for the planted ask. */
export async function neverStub(): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((_request, answer) => {
    answer.writeHead(404, { 'content-type': 'application/json' });
    answer.end('{"found":false,"reason":"never_seen"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
