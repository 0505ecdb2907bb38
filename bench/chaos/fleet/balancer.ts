import { Agent, createServer, request, type Server } from 'node:http';

interface Target {
  readonly url: string;
  readonly agent: Agent;
  ready: boolean;
  /** Looks in a row that got no answer in time. */
  late: number;
}

/** A balancer acts on one refusal, and on so many looks that took too long. */
const LATE = 2;

/**
 * Stands before the API processes as a balancer does: asks each of them `/readyz` now and then, sends
 * customers to those that said 200, in turn, and tries nothing twice.
 */
export class Balancer {
  readonly #targets: readonly Target[];
  readonly #server: Server;
  readonly #timer: NodeJS.Timeout;
  #next = 0;

  constructor(urls: readonly string[], pollMs: number) {
    const agent = () => new Agent({ keepAlive: true, maxSockets: 256 });
    this.#targets = urls.map((url) => ({ url, agent: agent(), ready: true, late: 0 }));
    this.#timer = setInterval(() => void this.#poll(), pollMs);
    this.#server = createServer((incoming, answer) => {
      const { url, agent: upstream } = this.#choose();
      const { method, headers } = incoming;
      const outgoing = request(
        `${url}${incoming.url}`,
        { method, headers, agent: upstream, timeout: 30_000 },
        (response) => {
          answer.writeHead(response.statusCode ?? 502, response.headers);
          response.pipe(answer);
          response.once('error', () => answer.destroy());
        },
      );
      outgoing.once('timeout', () => outgoing.destroy());
      outgoing.once('error', () => answer.destroy());
      incoming.pipe(outgoing);
    });
    this.#server.keepAliveTimeout = 60_000;
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
  }

  close(): void {
    clearInterval(this.#timer);
    this.#server.close();
    this.#server.closeAllConnections();
    for (const { agent } of this.#targets) agent.destroy();
  }

  #choose(): Target {
    const ready = this.#targets.filter((target) => target.ready);
    const among = ready.length > 0 ? ready : this.#targets;
    const chosen = among[this.#next++ % among.length];
    if (chosen === undefined) throw new Error('nothing to balance');
    return chosen;
  }

  async #poll(): Promise<void> {
    await Promise.all(
      this.#targets.map(async (target) => {
        const signal = AbortSignal.timeout(1_000);
        const answer = await fetch(`${target.url}/readyz`, { signal }).catch(() => undefined);
        target.late = answer === undefined && signal.aborted ? target.late + 1 : 0;
        if (target.late === 0 || target.late >= LATE) target.ready = answer?.status === 200;
        await answer?.body?.cancel();
      }),
    );
  }
}
