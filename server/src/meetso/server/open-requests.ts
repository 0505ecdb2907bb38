import type { FastifyReply, FastifyRequest } from 'fastify';

/** A request between its first hook and the end of its answer. */
export interface OpenRequest {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Milliseconds from anywhere. */
  readonly since: number;
}

/** Which requests are open. */
export class OpenRequests {
  readonly #open = new Set<OpenRequest>();
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
    reply.raw.once('close', () => {
      this.#open.delete(entry);
      if (this.#open.size === 0) for (const tell of this.#waiting.splice(0)) tell();
    });
  }

  /** Resolves when none is open. */
  async none(): Promise<void> {
    if (this.#open.size === 0) return;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
