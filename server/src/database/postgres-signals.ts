import { randomUUID } from 'node:crypto';
import { backoffMs } from '@request-desk/shared/retry';
import type pg from 'pg';
import { connectingWithin, destroyWhenStuck, endWithin } from './pool-guards.ts';
import { Listeners, type Signals } from './signals.ts';

const CHANNEL = 'request_desk_signals';
const PATIENCE_MS = 2_000;
/** Some proxies swallow what a connection listens for: so an echo is sent as often as this. */
const ECHO_EVERY_MS = 5_000;
const RECONNECT = { firstMs: 250, mostMs: 10_000 } as const;
const ECHO = 'echo';
const NOTIFY = 'SELECT pg_notify($1, text) FROM unnest($2::text[]) AS text';
/** Waiting to be sent: the newest. */
const MOST_WAITING = 200;

export interface PostgresSignals extends Signals {
  close(): Promise<void>;
}

/**
 * Signals by LISTEN and NOTIFY on a connection of their own to `url`: it is made in the background when
 * somebody first listens or sends, and again when it breaks or leads nowhere. The echo comes by way of
 * `other` connections to the same: a pooler in transaction mode hands a connection what it sent itself,
 * and not what others sent.
 */
export function postgresSignals(url: string, other: Pick<pg.Pool, 'query'>): PostgresSignals {
  const hearers = new Listeners();
  const token = randomUUID();
  const Client = connectingWithin(PATIENCE_MS);
  let client: pg.Client | undefined;
  let [begun, live, closed, failures] = [false, false, false, 0];
  let waiting: readonly string[] = [];
  let sending = false;
  /** Whether texts went out since the last echo, which shows the same as sending none. */
  let sent = false;
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
    if (client === undefined) return;
    waiting = [...waiting, `${topic} ${text}`].slice(-MOST_WAITING);
    void flush();
  }

  /** Sends what waits, which may be nothing: what comes meanwhile is sent together after that. */
  async function flush(): Promise<void> {
    if (sending) return;
    sending = true;
    for (let to = client; to; to = waiting.length > 0 ? client : undefined) {
      const texts = waiting;
      [waiting, sent] = [[], true];
      await to.query(NOTIFY, [CHANNEL, texts]).catch(() => undefined);
    }
    sending = false;
  }

  async function echo(): Promise<void> {
    timer = setTimeout(echo, ECHO_EVERY_MS).unref();
    silent ??= setTimeout(() => {
      silent = undefined;
      live = false;
    }, PATIENCE_MS).unref();
    // Finds out whether the connection leads somewhere; a pooler has parted with it after that.
    if (!sent) await flush();
    sent = false;
    await other.query(NOTIFY, [CHANNEL, [`${ECHO} ${token}`]]).catch(() => undefined);
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
      [client, live, waiting] = [undefined, false, []];
      void endWithin(made, PATIENCE_MS);
      if (!closed)
        timer = setTimeout(() => void connect(), backoffMs(++failures, RECONNECT)).unref();
    };
    made.on('error', end);
    made.on('end', end);
    made.on('notification', hear);
    destroyWhenStuck(made, PATIENCE_MS);
    try {
      await made.connect();
      await made.query(`LISTEN ${CHANNEL}`);
    } catch {
      return end();
    }
    if (closed || ended) return end();
    client = made;
    void echo();
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
      if (client) await endWithin(client, PATIENCE_MS);
    },
  };
}
