import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE_MS } from '@request-desk/shared/durations';
import type { RequestFilter, TailBatch } from '@request-desk/shared/explore-api';
import type { ClickHouse } from '../clickhouse/client.ts';
import { storeAway } from '../clickhouse/store-away.ts';
import { storeClock } from '../clickhouse/store-clock.ts';
import { VISIBLE_AFTER_MS } from '../clickhouse/visible-after.ts';
import { TailDeduplication } from './tail-deduplication.ts';

const TAIL_READ_EVERY_MS = 1_000;
/** A stream without rows sends a keep-alive every so often, and how current it is. */
const QUIET_MS = 5_000;
const MAX_CATCH_UP_MS = 15 * MINUTE_MS;

export interface TailOptions {
  readonly clickhouse: ClickHouse;
  readonly filter: RequestFilter;
  /** Where an earlier stream ended, as its last id said. */
  readonly after: string | undefined;
  readonly dataCurrentTo: () => string | null;
  readonly signal: AbortSignal;
}

/**
 * New requests as server-sent events, until `signal` ends it. It asks the store only when the
 * reader has taken what was sent before; what a slow reader misses is counted in `skipped`.
 */
export async function* tailEvents(options: TailOptions): AsyncGenerator<string> {
  const { clickhouse, filter, signal } = options;
  yield 'retry: 2000\n\n';
  const clockMs = await storeClock(clickhouse);
  const started = performance.now();
  const storeNow = () => Math.floor(clockMs + performance.now() - started);
  const earliest = clockMs - MAX_CATCH_UP_MS;
  let sinceMs = Math.max(afterMs(options.after) ?? clockMs, earliest);
  const rows = new TailDeduplication(clickhouse, filter);
  // At once, so that a reader knows that the stream stands.
  let sentAt = performance.now();
  yield event({ items: [], skipped: 0, data_current_to: options.dataCurrentTo() }, sinceMs);
  // A new stream shows what comes from now on.
  if (options.after === undefined)
    await rows.skip(sinceMs - VISIBLE_AFTER_MS, sinceMs).catch(storeAway);
  // An outage is no end of the stream: it goes on when the store is back.
  while (!signal.aborted) {
    const askedMs = storeNow();
    const batch = await rows.newSince(sinceMs - VISIBLE_AFTER_MS).catch(storeAway);
    if (batch !== undefined) {
      sinceMs = askedMs;
      if (batch.items.length > 0 || performance.now() - sentAt >= QUIET_MS) {
        sentAt = performance.now();
        yield event({ ...batch, data_current_to: options.dataCurrentTo() }, sinceMs);
      }
    }
    await sleep(TAIL_READ_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

function event(batch: TailBatch, sinceMs: number): string {
  return `event: rows\nid: ${sinceMs}\ndata: ${JSON.stringify(batch)}\n\n`;
}

function afterMs(after: string | undefined): number | undefined {
  return after !== undefined && /^\d{1,15}$/.test(after) ? Number(after) : undefined;
}
