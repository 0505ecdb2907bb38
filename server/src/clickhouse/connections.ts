import type { ClickHouseClient } from '@clickhouse/client';

/**
 * Connections by kind of work. The embedded engine runs the statements of one connection one after
 * another: with several, a lookup waits neither for a delivery nor for a dashboard, and its own
 * questions are answered two at a time.
 */
export interface Connections {
  readonly write: ClickHouseClient;
  readonly read: Idlest;
  readonly bulk: Idlest;
}

/** Connections that do the same; the one with the least to do is asked. */
export class Idlest {
  readonly #open: { readonly client: ClickHouseClient; waiting: number }[];

  constructor(clients: readonly ClickHouseClient[]) {
    this.#open = clients.map((client) => ({ client, waiting: 0 }));
  }

  get clients(): ClickHouseClient[] {
    return this.#open.map(({ client }) => client);
  }

  /** Runs `ask` on one of them. */
  async run<T>(ask: (client: ClickHouseClient) => Promise<T>): Promise<T> {
    const one = this.#open.reduce((best, next) => (next.waiting < best.waiting ? next : best));
    one.waiting++;
    try {
      return await ask(one.client);
    } finally {
      one.waiting--;
    }
  }
}

/** A server works on any number of statements at once. */
export function sameFor(client: ClickHouseClient): Connections {
  const all = new Idlest([client]);
  return { write: client, read: all, bulk: all };
}
