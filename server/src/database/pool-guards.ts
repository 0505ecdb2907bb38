import type { Duplex } from 'node:stream';
import { stallTolerantTimeout } from '@request-desk/fastify/stall-tolerant-timeout';
import pg from 'pg';
import { DatabaseError } from './database.ts';

/** The part of node-postgres's client that its types leave out. */
interface Wire {
  readonly connection: { readonly stream: Duplex };
}

/** The part of node-postgres's pool that its types leave out. */
interface Waiting {
  readonly _pendingQueue: { readonly callback: unknown }[];
}

type Callback = Parameters<pg.Pool['connect']>[0];

/**
 * Destroys the connection of a client whose statements are not answered within `ms` milliseconds: a
 * connection that leads nowhere would stay busy for as long as TCP tries, and everything behind it.
 */
export function destroyWhenStuck(client: pg.ClientBase, ms: number): void {
  let cancel: (() => void) | undefined;
  const query: (...args: unknown[]) => unknown = client.query.bind(client);
  Object.assign(client, {
    query: (...args: unknown[]) => {
      cancel ??= stallTolerantTimeout(ms, () => destroy(client, ms));
      return query(...args);
    },
  });
  const answered = () => {
    cancel?.();
    cancel = undefined;
  };
  client.on('drain', answered);
  client.on('end', answered);
}

/** Clients whose connection is made within `ms` milliseconds or not at all. */
export function connectingWithin(ms: number): typeof pg.Client {
  return class extends pg.Client {
    constructor(config?: string | pg.ClientConfig) {
      super(config);
      const cancel = stallTolerantTimeout(ms, () => destroy(this, ms));
      this.once('connect', cancel);
      this.once('end', cancel);
    }
  };
}

/** Ends `client`, also where the server does not answer within `ms` milliseconds. Never rejects. */
export async function endWithin(client: pg.Client, ms: number): Promise<void> {
  const cancel = stallTolerantTimeout(ms, () => destroy(client, ms));
  await client.end().catch(() => undefined);
  cancel();
}

function destroy(client: pg.ClientBase, ms: number): void {
  const { connection } = client as unknown as Wire;
  connection.stream.destroy(new Error(`Postgres did not answer within ${ms} ms`));
}

/**
 * Lets nobody wait longer than `ms` milliseconds for a connection of `pool`, new or used. That there is
 * none is always a DatabaseError: Drizzle hands on what a transaction's connection fails with as it is.
 */
export function limitCheckout(pool: pg.Pool, ms: number): void {
  const connect = pool.connect.bind(pool);
  const queue = (pool as unknown as Waiting)._pendingQueue;
  const lend = (callback: Callback) => {
    let waits = true;
    const cancel = stallTolerantTimeout(ms, () => {
      waits = false;
      const at = queue.findIndex((item) => item.callback === lent);
      if (at >= 0) queue.splice(at, 1);
      const late = new DatabaseError(`no connection to Postgres within ${ms} ms`);
      callback(late, undefined, () => undefined);
    });
    const lent: Callback = (error, client, done) => {
      cancel();
      if (waits) callback(error && asOutage(error), client, done);
      else if (client) done();
    };
    connect(lent);
  };
  Object.assign(pool, {
    connect: (callback?: Callback) => {
      if (callback) return lend(callback);
      return new Promise<pg.PoolClient>((resolve, reject) => {
        lend((error, client) => (client ? resolve(client) : reject(error)));
      });
    },
  });
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

function asOutage(error: Error): Error {
  return error instanceof DatabaseError
    ? error
    : new DatabaseError('the control plane does not answer', error);
}
