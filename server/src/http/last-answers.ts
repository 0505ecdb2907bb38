import type { ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** Of the event loop: one to take what waits, one to read what it sends, one behind both. */
const LAST_TURNS = 3;

/**
 * Makes clients leave before the listeners go away: once begun, every answer of the watched ones says
 * `Connection: close`, those to requests that are already open included.
 */
export class LastAnswers {
  readonly #open = new Set<ServerResponse>();
  #begun = false;

  /** To be called before the listener listens; its own `close()` begins, too. */
  watch(app: FastifyInstance): void {
    // Below Fastify, because some answers never reach its hooks.
    app.server.prependListener('request', (_request, response: ServerResponse) => {
      if (this.#begun) return closeAfter(response);
      this.#open.add(response);
      response.once('close', () => this.#open.delete(response));
    });
    app.addHook('preClose', async () => {
      this.begin();
      // Connections that came while the process was busy: the kernel resets them when the listener closes.
      for (let turns = 0; turns < LAST_TURNS; turns++) await turn();
    });
  }

  begin(): void {
    this.#begun = true;
    for (const response of this.#open) closeAfter(response);
    this.#open.clear();
  }
}

/** Node then writes the header and ends the connection behind the answer. */
function closeAfter(response: ServerResponse): void {
  if (!response.headersSent) response.shouldKeepAlive = false;
}
