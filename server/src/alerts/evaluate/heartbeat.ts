import type { Logger } from 'pino';
import { basicAuth } from '../../clickhouse/post-insert.ts';

/** Services that watch for these calls refuse more than a few a minute. */
const LEAST_GAP_MS = 15_000;
const TIMEOUT_MS = 5_000;

export interface AlertHeartbeatOptions {
  /** ALERT_HEARTBEAT_URL; may hold a secret in its path, so that it is never logged. */
  readonly url: string;
  /** Milliseconds of a clock that nobody sets. */
  readonly steadyMs: () => number;
  readonly log: Logger;
  /** How long a target may take to answer; milliseconds. */
  readonly timeoutMs?: number;
}

/**
 * Tells somebody outside that alerts are evaluated: a GET after an evaluation that succeeded, at most
 * every 15 s and one at a time. Nobody waits for it; a target that fails or redirects is only logged.
 */
export class Heartbeat {
  readonly #options: AlertHeartbeatOptions;
  #sentMs = Number.NEGATIVE_INFINITY;
  #abort: AbortController | undefined;
  #failing = false;

  constructor(options: AlertHeartbeatOptions) {
    this.#options = options;
  }

  /** Never throws, returns at once. */
  beat(): void {
    const { steadyMs } = this.#options;
    if (this.#abort || steadyMs() - this.#sentMs < LEAST_GAP_MS) return;
    this.#sentMs = steadyMs();
    const abort = new AbortController();
    this.#abort = abort;
    void this.#send(abort).finally(() => {
      this.#abort = undefined;
    });
  }

  /** Ends a call that is still on its way. */
  stop(): void {
    this.#abort?.abort();
  }

  async #send(abort: AbortController): Promise<void> {
    const { url, timeoutMs = TIMEOUT_MS } = this.#options;
    const timer = setTimeout(() => abort.abort(), timeoutMs).unref();
    try {
      const target = new URL(url);
      const headers = basicAuth(target);
      // An address that names a user is refused by fetch.
      target.username = target.password = '';
      const response = await fetch(target, { headers, signal: abort.signal, redirect: 'manual' });
      await response.body?.cancel();
      this.#recordOutcome(response.ok ? undefined : `status ${response.status}`);
    } catch (error) {
      const late = abort.signal.aborted ? `no answer within ${timeoutMs / 1000} s` : undefined;
      this.#recordOutcome(late ?? `the connection failed (${codeOf(error)})`);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Logs once when it begins to fail and once when it works again. */
  #recordOutcome(fault: string | undefined): void {
    const { log } = this.#options;
    if (fault !== undefined && !this.#failing)
      log.warn(
        { fault },
        'ALERT_HEARTBEAT_URL was not reached, trying again after each evaluation',
      );
    if (fault === undefined && this.#failing) log.info('ALERT_HEARTBEAT_URL is reached again');
    this.#failing = fault !== undefined;
  }
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (typeof cause === 'object' && cause !== null && 'code' in cause) return String(cause.code);
  return error instanceof Error ? error.name : 'unknown';
}
