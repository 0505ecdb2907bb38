import { withStallTolerantTimeout } from '@request-desk/fastify/stall-tolerant-timeout';
import type { Logger } from 'pino';

/** A customer's call waits no longer for it, in milliseconds. */
const PATIENCE_MS = 20;
/** How often it is asked whether it is there: after a late answer, while it is away, and else. */
const ASK_EVERY_MS = { late: 5, away: 200, there: 1_000 };
/** A connection without an answer for so long is made again, in milliseconds. */
const DEAD_AFTER_MS = 3_000;

/** A Valkey or Redis in which the processes of the API count together. */
export interface SharedStore {
  /** False from the first late answer until one comes in time again. */
  isThere(): boolean;
  /**
   * Runs a script, by its SHA-1 where the store knows it. `parameters` are the number of keys, the
   * keys and the arguments. Rejects after 20 ms, and where the store is away.
   */
  evaluate(script: string, sha1: string, parameters: readonly string[]): Promise<unknown>;
  /** Counts a decision that was made without it. */
  missed(): void;
  state(): SharedStoreState;
  close(): void;
}

/** As in `/readyz`. */
interface SharedStoreState {
  readonly state: 'ok' | 'away';
  /** Decisions made without it since the start. */
  readonly missed: number;
}

/**
 * Connects to `url` (`redis://` or `rediss://`) in the background: nobody waits for it. Says once when
 * it goes and when it is back.
 */
export async function openSharedStore(
  url: string,
  log: Logger,
  patienceMs = PATIENCE_MS,
): Promise<SharedStore> {
  // Only where there is one: it takes a tenth of a second of each start.
  const { createClient } = await import('@redis/client');
  const socket = {
    connectTimeout: DEAD_AFTER_MS,
    socketTimeout: DEAD_AFTER_MS,
    reconnectStrategy: ASK_EVERY_MS.away,
  };
  const client = createClient({ url, disableOfflineQueue: true, socket });
  const inTime = <T>(answer: Promise<T>): Promise<T> =>
    withStallTolerantTimeout(patienceMs, answer, () => {
      throw new Error(`no answer within ${patienceMs} ms`);
    });
  let [there, asking, closed, missed] = [false, false, false, 0];
  let said = '';
  let timer: NodeJS.Timeout | undefined;
  const gone = (error: unknown) => {
    // Late once is often in time again at once.
    if (there && !asking) askIn(ASK_EVERY_MS.late);
    there = false;
    const why = error instanceof Error ? error.message || error.name : String(error);
    if (said === '') log.error({ why }, `${WHAT} does not answer: each process allows its share`);
    said = why;
  };
  const back = () => {
    there = true;
    if (said !== '') log.info({ missed }, `${WHAT} answers again`);
    said = '';
  };
  const ask = async () => {
    asking = true;
    await inTime(client.ping()).then(back, gone);
    asking = false;
    askIn(there ? ASK_EVERY_MS.there : ASK_EVERY_MS.away);
  };
  const askIn = (ms: number) => {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(ask, ms);
  };
  client.on('error', gone);
  client.connect().catch(gone);
  void ask();
  return {
    isThere: () => there,
    async evaluate(script, sha1, parameters) {
      const known = client.sendCommand(['EVALSHA', sha1, ...parameters]);
      const result = known.catch((error: unknown) => {
        if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
        return client.sendCommand(['EVAL', script, ...parameters]);
      });
      try {
        return await inTime(result);
      } catch (error) {
        gone(error);
        throw error;
      }
    },
    missed() {
      missed++;
    },
    state: () => ({ state: there ? 'ok' : 'away', missed }),
    close() {
      closed = true;
      clearTimeout(timer);
      client.destroy();
    },
  };
}

const WHAT = 'the shared store of rate limits (REDIS_URL)';
