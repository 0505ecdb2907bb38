import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client';

/**
 * Connections by kind of work. The embedded engine runs the statements of one connection one after
 * another: with several, a lookup waits neither for a delivery nor for a dashboard, and its own
 * questions are answered two at a time.
 */
export interface Connections {
  readonly write: ClickHouseClient;
  readonly read: Askable;
  readonly bulk: Askable;
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

/** What statements can be asked of. */
export interface Askable {
  /** Runs `ask` on its connection. */
  run<T>(ask: (client: ClickHouseClient) => Promise<T>): Promise<T>;
}

/** Connections that do the same; the one with the least to do is asked. */
export class LeastBusy implements Askable {
  readonly #open: { readonly connection: Askable; waiting: number }[];

  constructor(connections: readonly Askable[]) {
    this.#open = connections.map((connection) => ({ connection, waiting: 0 }));
  }

  async run<T>(ask: (client: ClickHouseClient) => Promise<T>): Promise<T> {
    const one = this.#open.reduce((best, next) => (next.waiting < best.waiting ? next : best));
    one.waiting++;
    try {
      return await one.connection.run(ask);
    } finally {
      one.waiting--;
    }
  }
}
