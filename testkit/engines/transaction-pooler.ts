import { connect, createServer, type Socket } from 'node:net';

/** A relay to Postgres that hears for its clients what a pooler in transaction mode does. */
export interface TransactionPooler {
  readonly port: number;
  close(): Promise<void>;
}

const [READY, NOTIFICATION] = ['Z', 'A'];

/**
 * Listens on a free loopback port and forwards to `port`. A client has a server's connection from its
 * query to the answer; what the server says in between, as notifications, is dropped as PgBouncer does.
 */
export async function openTransactionPooler(port: number): Promise<TransactionPooler> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    let linked = true;
    let rest = Buffer.alloc(0);
    near.on('data', (bytes) => {
      linked = true;
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      while (rest.length >= 5 && rest.length > rest.readUInt32BE(1)) {
        const message = rest.subarray(0, rest.readUInt32BE(1) + 1);
        rest = rest.subarray(message.length);
        const type = String.fromCharCode(message[0] ?? 0);
        if (linked || type !== NOTIFICATION) near.write(message);
        if (type === READY) linked = false;
      }
    });
    for (const [one, peer] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        peer.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
