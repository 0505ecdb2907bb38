import { HOUR_S, MINUTE_MS } from '@request-desk/shared/durations';
import type { DeskStatus, PipelineState } from '@request-desk/shared/support-api';
import type { ClickHouse } from '../clickhouse/client.ts';
import { requestsBetween } from '../clickhouse/queries/error-rates.ts';
import { storeAway } from '../clickhouse/store-away.ts';
import type { Staff } from '../console/staff.ts';
import { completenessAsWire } from '../watermark/as-wire.ts';
import { inStore } from '../watermark/store-reader.ts';
import type { Watermark } from '../watermark/watermark.ts';

/** What this process knows of itself and its store. */
export interface StatusOptions {
  readonly clickhouse: ClickHouse;
  /** State of this process's spool; undefined where another process has it. */
  readonly pipeline: () => PipelineState | undefined;
  /** How far the store is complete. */
  readonly watermark: Pick<Watermark, 'glance' | 'currentTo'>;
  readonly now: () => number;
  readonly version: string;
  readonly sentryConfigured: boolean;
  readonly publicApiUrl: () => string;
}

/** What a process without a spool knows of one. */
const ELSEWHERE = {
  backlog_bytes: 0,
  backlog_segments: 0,
  oldest_undelivered_at: null,
  quarantined_segments: 0,
  dropped_bytes: 0,
  append_failures: 0,
};

/**
 * Answers during an outage, too: that is when people look here. What a process knows of itself says
 * nothing of the store: its state and how far it is complete are what was read from it.
 */
export async function deskStatusOf(options: StatusOptions, staff: Staff): Promise<DeskStatus> {
  const nowMs = options.now();
  const minute = Math.floor(nowMs / MINUTE_MS) * 60;
  const store = options.clickhouse.prompt ?? options.clickhouse;
  const [found, requests] = await Promise.all([
    options.watermark.glance(),
    inStore(requestsBetween(store, minute - HOUR_S, minute + 60)).catch(storeAway),
  ]);
  const completeness = completenessAsWire(found);
  return {
    version: options.version,
    now: new Date(nowMs).toISOString(),
    staff: { id: staff.id, role: staff.role },
    pipeline: {
      ...(options.pipeline() ?? ELSEWHERE),
      store: requests === undefined ? 'unavailable' : found.store,
      data_current_to: completeness.current_to,
    },
    completeness,
    requests_last_hour: requests ?? 0,
    sentry_configured: options.sentryConfigured,
    public_api_url: options.publicApiUrl(),
  };
}
