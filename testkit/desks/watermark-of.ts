import { ownClock, type ReferenceClock } from '@request-desk/fastify/producer/reference-clock';
import pino from 'pino';
import type { ClickHouse } from '../../server/src/clickhouse/client.ts';
import { localSignals } from '../../server/src/database/signals.ts';
import type { Registry } from '../../server/src/watermark/registry-reader.ts';
import { Watermark } from '../../server/src/watermark/watermark.ts';
import { DAY_MS } from '../../shared/src/durations.ts';

/** A registry in which nobody is registered, for desks without a control plane. */
const NOBODY: Registry = {
  all: async () => ({ nowMs: Date.now(), producers: [] }),
  decisions: async () => [],
  stores: async () => [],
  register: async () => true,
  recall: async () => undefined,
  accept: async () => true,
  seeStore: async () => undefined,
  markDrained: async () => undefined,
  saveVerified: async () => undefined,
};

/** A watermark over a store, which does nothing in the background. */
export function watermarkOf(
  clickhouse: ClickHouse,
  producers: Registry = NOBODY,
  clock: ReferenceClock = ownClock(Date.now, () => performance.now()),
): Watermark {
  const log = pino({ level: 'silent' });
  const options = { clickhouse, producers, clock, maxSkewMs: 300_000, keeps: true, log };
  const signals = localSignals();
  return new Watermark({ ...options, signals, retentionMs: 30 * DAY_MS });
}
