import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client';

/**
 * Connections by kind of work. The embedded engine runs the statements of one connection one after
 * another: with several, a lookup waits neither for a delivery nor for a dashboard, and its own
 * questions are answered two at a time.
 */
export interface Connections {
  readonly write: ClickHouseClient;
  readonly read: LeastBusy;
  readonly bulk: LeastBusy;
}

/** Connections to one store, to which the place of our tables can be given later. */
export interface Pool {
  /** The database that `ours` works in. */
  readonly database: string;
  readonly ours: Connections;
  /** What each SELECT has to be sent with. */
  readonly readSettings: ClickHouseSettings;
  /** For what may be asked before our database exists. */
  readonly server: Connections;
  /** Works in `database`, which exists, from now on. */
  use(database: string): Promise<void>;
  close(): Promise<void>;
}

/** Connections that do the same; the one with the least to do is asked. */
export class LeastBusy {
  readonly #open: { readonly client: ClickHouseClient; waiting: number }[];

  constructor(clients: readonly ClickHouseClient[]) {
    this.#open = clients.map((client) => ({ client, waiting: 0 }));
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
