import { randomUUID } from 'node:crypto';
import { backoffMs } from '@request-desk/shared/retry';
import type pg from 'pg';
import { connectingWithin, endWhenStuck } from './pool-guards.ts';
import { Hearers, type Signals } from './signals.ts';

const CHANNEL = 'request_desk_signals';
const PATIENCE_MS = 2_000;
/** Some proxies swallow what a connection listens for: so an echo is asked for as often as this. */
const ECHO_EVERY_MS = 5_000;
const RECONNECT = { firstMs: 250, mostMs: 10_000 } as const;
const ECHO = 'echo';

export interface PostgresSignals extends Signals {
  close(): Promise<void>;
}

/**
 * Signals by LISTEN and NOTIFY on a connection of their own to `url`: it is made in the background when
 * somebody first listens or sends, and again when it breaks or leads nowhere.
 */
export function postgresSignals(url: string): PostgresSignals {
  const hearers = new Hearers();
  const token = randomUUID();
  const Client = connectingWithin(PATIENCE_MS);
  let client: pg.Client | undefined;
  let [begun, live, closed, failures] = [false, false, false, 0];
  let timer: NodeJS.Timeout | undefined;
  let silent: NodeJS.Timeout | undefined;

  hearers.add(ECHO, (text) => {
    if (text !== token) return;
    clearTimeout(silent);
    silent = undefined;
    [live, failures] = [true, 0];
  });

  function hear({ payload = '' }: pg.Notification): void {
    const end = payload.indexOf(' ');
    if (end > 0) hearers.tell(payload.slice(0, end), payload.slice(end + 1));
  }

  function send(topic: string, text: string): void {
    client?.query('SELECT pg_notify($1, $2)', [CHANNEL, `${topic} ${text}`]).catch(() => undefined);
  }

  function echo(): void {
    send(ECHO, token);
    silent ??= setTimeout(() => {
      silent = undefined;
      live = false;
    }, PATIENCE_MS).unref();
    timer = setTimeout(echo, ECHO_EVERY_MS).unref();
  }

  async function connect(): Promise<void> {
    const made = new Client({
      connectionString: url,
      keepAlive: true,
      application_name: 'request-desk signals',
    });
    let ended = false;
    const end = () => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      [client, live] = [undefined, false];
      made.end().catch(() => undefined);
      if (!closed)
        timer = setTimeout(() => void connect(), backoffMs(++failures, RECONNECT)).unref();
    };
    made.on('error', end);
    made.on('end', end);
    made.on('notification', hear);
    endWhenStuck(made, PATIENCE_MS);
    try {
      await made.connect();
      await made.query(`LISTEN ${CHANNEL}`);
    } catch {
      return end();
    }
    if (closed || ended) return end();
    client = made;
    echo();
  }

  function begin(): void {
    if (begun || closed) return;
    begun = true;
    void connect();
  }

  return {
    get areLive() {
      return live;
    },
    send(topic, text) {
      begin();
      send(topic, text);
    },
    on(topic, listener) {
      begin();
      hearers.add(topic, listener);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      clearTimeout(silent);
      await client?.end().catch(() => undefined);
    },
  };
}
