import type { ClickHouseClient } from '@clickhouse/client';
import type { Askable } from './connections.ts';

/**
 * A connection of the embedded engine, which keeps the rows that a statement had written before it was
 * refused and puts them before the answer to the next one. So one statement runs at a time, as in the engine
 * itself, and after a refusal a statement of nobody takes those rows away.
 */
export class SerialConnection implements Askable {
  readonly #client: ClickHouseClient;
  #last: Promise<unknown> = Promise.resolve();
  #isClean = true;

  constructor(client: ClickHouseClient) {
    this.#client = client;
  }

  run<T>(ask: (client: ClickHouseClient) => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => this.#asked(ask));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #asked<T>(ask: (client: ClickHouseClient) => Promise<T>): Promise<T> {
    if (!this.#isClean) await this.#clean();
    this.#isClean = false;
    const answer = await ask(this.#client);
    this.#isClean = true;
    return answer;
  }

  async #clean(): Promise<void> {
    const kept = await this.#client.query({ query: 'SELECT 1', format: 'JSONEachRow' });
    await kept.text();
  }
}
