import type { DeskStatus, PipelineState } from '@request-desk/shared/support-api';
import { type ClickHouse, StoreUnavailable } from '../clickhouse/client.ts';
import { requestsBetween } from '../clickhouse/queries/error-rates.ts';
import type { Staff } from '../staff/staff.ts';

/** What this process knows of itself and its store. */
export interface StatusOptions {
  readonly clickhouse: ClickHouse;
  /** State of this process's spool; undefined where another process has it. */
  readonly pipeline: () => PipelineState | undefined;
  readonly now: () => number;
  readonly version: string;
  readonly sentryConfigured: boolean;
  readonly publicApiUrl: () => string;
}

const HOUR_S = 3600;

/** What a process without a spool knows of the pipeline. */
const ELSEWHERE: PipelineState = {
  store: 'ok',
  data_current_to: null,
  backlog_bytes: 0,
  backlog_segments: 0,
  oldest_undelivered_at: null,
  quarantined_segments: 0,
  dropped_bytes: 0,
  append_failures: 0,
};

/** Answers during an outage, too: that is when people look here. */
export async function deskStatusOf(options: StatusOptions, staff: Staff): Promise<DeskStatus> {
  const nowMs = options.now();
  const pipeline = options.pipeline() ?? ELSEWHERE;
  const minute = Math.floor(nowMs / 60_000) * 60;
  const requests = await requestsBetween(options.clickhouse, minute - HOUR_S, minute + 60).catch(
    (error: unknown) => {
      if (error instanceof StoreUnavailable) return undefined;
      throw error;
    },
  );
  return {
    version: options.version,
    now: new Date(nowMs).toISOString(),
    staff: { id: staff.id, role: staff.role },
    pipeline: requests === undefined ? { ...pipeline, store: 'unavailable' } : pipeline,
    requests_last_hour: requests ?? 0,
    sentry_configured: options.sentryConfigured,
    public_api_url: options.publicApiUrl(),
  };
}
