import type { Duplex } from 'node:stream';
import type pg from 'pg';

/** The part of node-postgres's client that its types leave out. */
interface Wire {
  readonly connection: { readonly stream: Duplex };
}

/**
 * Destroys the connection of a client whose statements are not answered within `ms` milliseconds: a
 * connection that leads nowhere would stay busy for as long as TCP tries, and everything behind it.
 */
export function endWhenStuck(client: pg.PoolClient, ms: number): void {
  let timer: NodeJS.Timeout | undefined;
  const { connection } = client as unknown as Wire;
  const query: (...args: unknown[]) => unknown = client.query.bind(client);
  Object.assign(client, {
    query: (...args: unknown[]) => {
      timer ??= setTimeout(() => {
        connection.stream.destroy(new Error(`Postgres did not answer within ${ms} ms`));
      }, ms);
      return query(...args);
    },
  });
  const answered = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  client.on('drain', answered);
  client.on('end', answered);
}

/**
 * Gives clients that end in somebody's hands back to `pool`: Drizzle never releases one whose
 * `begin` fails, and releases others although they have ended.
 */
export function releaseEnded(pool: pg.Pool): void {
  const held = new Set<pg.PoolClient>();
  pool.on('acquire', (client) => held.add(client));
  pool.on('release', (_error, client) => held.delete(client));
  pool.on('connect', (client) => {
    client.once('end', () => {
      if (held.has(client)) client.release(true);
      client.release = () => undefined;
    });
  });
}
