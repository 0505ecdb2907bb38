import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * `black hole`: what is sent vanishes and nothing ends. `refuse`: nobody listens. `slow`: every
 * packet takes 300 ms. `lose answers`: what is asked arrives, what is answered does not.
 */
export type LinkState = 'open' | 'black hole' | 'refuse' | 'slow' | 'lose answers';

const SLOW_MS = 300;

/** One process's way to one dependency, over TCP, that can be cut. */
export class Link {
  readonly #port: number;
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #state: LinkState = 'open';

  constructor(port: number, targetPort: number) {
    this.#port = port;
    this.#target = targetPort;
  }

  get port(): number {
    return this.#port;
  }

  async listen(): Promise<void> {
    const server = createServer((socket) => this.#join(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.#port, '127.0.0.1', resolve);
    });
    this.#server = server;
  }

  /** Connections that have lost bytes do not survive the end of a cut. */
  async set(state: LinkState): Promise<void> {
    const before = this.#state;
    this.#state = state;
    if (state === 'refuse' || before === 'black hole' || before === 'lose answers') this.#reset();
    if (state === 'refuse') {
      this.#server?.close();
      this.#server = undefined;
    } else if (this.#server === undefined) await this.listen();
  }

  close(): void {
    this.#server?.close();
    this.#reset();
  }

  #reset(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(near: Socket): void {
    const far = connect(this.#target, '127.0.0.1');
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.once('close', () => this.#sockets.delete(socket));
    }
    this.#carry(near, far, () => this.#state === 'black hole');
    this.#carry(far, near, () => this.#state === 'black hole' || this.#state === 'lose answers');
  }

  #carry(from: Socket, to: Socket, lost: () => boolean): void {
    const later = (act: () => void) => {
      if (this.#state === 'slow') setTimeout(act, SLOW_MS);
      else act();
    };
    from.on('data', (bytes) => {
      if (lost()) return;
      later(() => {
        if (to.writable && !to.write(bytes)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
      });
    });
    // The end of a connection does not pass a black hole either.
    from.once('close', () => {
      if (this.#state !== 'black hole') later(() => to.destroySoon());
    });
  }
}
