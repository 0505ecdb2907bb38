import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A request between its first hook and the end of its answer. */
export interface OpenRequest {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Milliseconds from anywhere. */
  readonly since: number;
}

/** Which requests are open, and which was the last one on a connection. */
export class OpenRequests {
  readonly #open = new Set<OpenRequest>();
  readonly #last = new WeakMap<Socket, OpenRequest>();
  #waiting: (() => void)[] = [];

  get size(): number {
    return this.#open.size;
  }

  [Symbol.iterator](): Iterator<OpenRequest> {
    return this.#open.values();
  }

  add(request: FastifyRequest, reply: FastifyReply, since: number): void {
    const entry = { request, reply, since };
    this.#open.add(entry);
    this.#last.set(request.raw.socket, entry);
    reply.raw.once('close', () => {
      this.#open.delete(entry);
      if (this.#open.size === 0) for (const tell of this.#waiting.splice(0)) tell();
    });
  }

  /** The request that arrived last on this connection, whether it was answered or not. */
  lastOn(socket: Socket): OpenRequest | undefined {
    return this.#last.get(socket);
  }

  /** Resolves when none is open. */
  async none(): Promise<void> {
    if (this.#open.size === 0) return;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
