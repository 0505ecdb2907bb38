import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Random } from '../../../testkit/random.ts';

const RETRY_MS = 500;
const FORWARDED = ['content-type', 'content-encoding', 'authorization'] as const;

/** What a collector does to the bodies that it was given. */
export interface Holding {
  /** How long a body is kept before it is sent on; each a little more or less, so that order is lost. */
  readonly ms: number;
  /** Share of requests whose connection ends without an answer, half of them taken all the same. */
  readonly dropped: number;
}

interface Body {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly bytes: Buffer;
}

/**
 * An OTLP relay before the ingest processes, as a collector would be. Passes requests through until
 * it is set to hold: then it acknowledges at once and sends later, in another order.
 */
export class Relay {
  holding: Holding | undefined;
  #held = 0;
  #next = 0;
  #closed = false;
  readonly #targets: readonly string[];
  readonly #random: Random;
  readonly #server: Server;

  constructor(targets: readonly string[], random: Random) {
    this.#targets = targets;
    this.#random = random;
    this.#server = createServer((request, answer) => {
      this.#take(request).then(
        (taken) => {
          if (taken === undefined) answer.destroy();
          else answer.writeHead(taken.status, taken.headers).end(taken.body);
        },
        () => answer.destroy(),
      );
    });
    this.#server.keepAliveTimeout = 60_000;
  }

  /** Bodies that were acknowledged and are not yet sent on. */
  get held(): number {
    return this.#held;
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
  }

  close(): void {
    this.#closed = true;
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #take(request: IncomingMessage) {
    const bytes = await buffer(request);
    const body = { path: request.url ?? '/', headers: forwarded(request.headers), bytes };
    const { holding } = this;
    if (holding === undefined) return await this.#send(body);
    const dropped = this.#random.chance(holding.dropped);
    if (!dropped || this.#random.chance(0.5)) this.#hold(body, holding.ms);
    return dropped ? undefined : { status: 200, headers: {}, body: Buffer.alloc(0) };
  }

  #hold(body: Body, ms: number): void {
    this.#held++;
    setTimeout(() => void this.#deliver(body), ms * (0.75 + this.#random.next() / 2));
  }

  /** For as long as it takes: what a collector has acknowledged it owes. */
  async #deliver(body: Body): Promise<void> {
    const answer = await this.#send(body).catch(() => undefined);
    if (answer?.status === 200 || this.#closed) this.#held--;
    else setTimeout(() => void this.#deliver(body), RETRY_MS);
  }

  async #send({ path, headers, bytes }: Body) {
    const target = this.#targets[this.#next++ % this.#targets.length];
    const signal = AbortSignal.timeout(10_000);
    const body = new Uint8Array(bytes);
    const answer = await fetch(`${target}${path}`, { method: 'POST', headers, body, signal });
    const type = answer.headers.get('content-type');
    return {
      status: answer.status,
      headers: type === null ? {} : { 'content-type': type },
      body: Buffer.from(await answer.arrayBuffer()),
    };
  }
}

function forwarded(headers: IncomingHttpHeaders): Record<string, string> {
  const present = FORWARDED.map((name) => [name, headers[name]] as const);
  return Object.fromEntries(
    present.filter((pair): pair is [(typeof pair)[0], string] => !!pair[1]),
  );
}
