import { connect, createServer, type Socket } from 'node:net';

/** A TCP relay to a server that can stop to forward without closing anything, as a lost route does. */
export interface BlackHole {
  readonly port: number;
  /** From now on no byte passes, on old connections and new ones; nothing is closed. */
  drop(): void;
  /** Bytes pass again; those dropped are lost, so connections of that time are cut. */
  restore(): void;
  /** From now on what the server says takes `ms` milliseconds to arrive; 0: none. */
  slow(ms: number): void;
  /** Where new connections lead from now on. */
  target(port: number): void;
  close(): Promise<void>;
}

/** Listens on a free loopback port and forwards to `port`. */
export async function openBlackHole(port: number): Promise<BlackHole> {
  let [to, dropping, delayMs] = [port, false, 0];
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = dropping ? undefined : connect(to, '127.0.0.1');
    for (const socket of far ? [near, far] : [near]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        if (dropping) return;
        near.destroy();
        far?.destroy();
      });
    }
    near.on('data', (bytes) => void (dropping || far?.write(bytes)));
    far?.on('data', (bytes) => {
      const arrive = () => void (dropping || near.destroyed || near.write(bytes));
      if (delayMs > 0) setTimeout(arrive, delayMs);
      else arrive();
    });
  });
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    drop() {
      dropping = true;
    },
    restore() {
      dropping = false;
      cut();
    },
    slow(ms) {
      delayMs = ms;
    },
    target(next) {
      to = next;
      cut();
    },
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
