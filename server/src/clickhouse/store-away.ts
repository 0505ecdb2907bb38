import type { Logger } from 'pino';
import type { OpenedStore } from './client.ts';
import { TOO_MANY_BYTES } from './error-codes.ts';
import { StoreRefused, StoreUnavailable } from './store-fault.ts';

/** The same refusal is said again after this. */
const SAY_AGAIN_MS = 60_000;

/** For `catch`: an outage of the store is undefined, an answer too; throws everything else. */
export function storeAway(error: unknown): undefined {
  if (!(error instanceof StoreUnavailable)) throw error;
}

/** Why the store does not answer, for staff; what it says itself may quote data and stands in the log. */
export function sayAway(error: StoreUnavailable): string {
  return error instanceof StoreRefused
    ? `The telemetry store refuses what it is asked (ClickHouse's error ${error.code}: a limit, a quota or a right of its user; see the log)`
    : 'The telemetry store does not answer';
}

/** Says in the log what `store` refuses: once a minute for each of ClickHouse's numbers. */
export function logRefusals(store: OpenedStore, log: Logger, now: () => number): void {
  const saidAt = new Map<number, number>();
  store.onFault((err) => {
    // Ours: the same is asked in another way then.
    if (!(err instanceof StoreRefused) || err.code === TOO_MANY_BYTES) return;
    if (now() - (saidAt.get(err.code) ?? Number.NEGATIVE_INFINITY) < SAY_AGAIN_MS) return;
    saidAt.set(err.code, now());
    log.error({ err, code: err.code }, 'the telemetry store refuses a statement');
  });
}
