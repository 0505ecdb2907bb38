import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uncountedCauses } from '@request-desk/shared/profile-codes';
import type { PipelineState } from '@request-desk/shared/support-api';
import pino from 'pino';
import { type ClickHouse, openClickHouse } from '../../server/src/clickhouse/client.ts';
import { type Rollups, startRollups } from '../../server/src/clickhouse/rollups.ts';
import { migrate } from '../../server/src/clickhouse/schema/migrate.ts';
import { exploreRoutes } from '../../server/src/explore/routes.ts';
import { MEETSO_PROFILE } from '../../server/src/meetso/profile.ts';
import { type ConsoleDesk, openConsole } from './console-desk.ts';
import { watermarkOf } from './watermark-of.ts';

/** A console over a store of its own, at a time that stands still. */
export interface ExploreDesk extends ConsoleDesk {
  readonly clickhouse: ClickHouse;
  readonly rollups: Rollups;
  readonly nowMs: number;
}

export const PIPELINE: PipelineState = {
  store: 'ok',
  data_current_to: '2026-03-01T10:00:00.000Z',
  backlog_bytes: 0,
  backlog_segments: 0,
  oldest_undelivered_at: null,
  quarantined_segments: 0,
  dropped_bytes: 0,
  append_failures: 0,
};

/** On the embedded engine, or on the server at `url`. */
export async function openExplore(nowMs: number, url?: string): Promise<ExploreDesk> {
  const directory = mkdtempSync(join(tmpdir(), 'desk-explore-'));
  const clickhouse = await openClickHouse({ path: join(directory, 'clickhouse'), url });
  await migrate(clickhouse, 3650);
  const log = pino({ level: 'silent' });
  const rollups = await startRollups(clickhouse, {
    now: Date.now,
    intervalMs: 3_600_000,
    log,
    uncounted: uncountedCauses(MEETSO_PROFILE),
  });
  const desk = await openListener(clickhouse, nowMs);
  return {
    ...desk,
    clickhouse,
    rollups,
    nowMs,
    async close() {
      await desk.close();
      await rollups.stop();
      await clickhouse.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Another console over the same store. */
export function openListener(clickhouse: ClickHouse, nowMs: number): Promise<ConsoleDesk> {
  const now = () => nowMs;
  const watermark = watermarkOf(clickhouse);
  return openConsole({
    now,
    register: async (api) => {
      await api.register(exploreRoutes, {
        profile: MEETSO_PROFILE,
        clickhouse,
        pipeline: () => PIPELINE,
        watermark: {
          glance: () => watermark.look(),
          currentTo: () => PIPELINE.data_current_to,
        },
        now,
        version: '1.2.3',
        sentryConfigured: false,
        publicApiUrl: () => 'http://127.0.0.1:8080',
      });
    },
  });
}

interface Traffic {
  readonly count: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Other numbers give other requests. */
  readonly seed: number;
}

/** Code, cause and status of one request in a hundred (successes are the rest). */
const OUTCOMES = `[
  ('rate_limited', 'burst', '429'), ('rate_limited', 'sustained', '429'),
  ('not_found', 'absent', '404'), ('not_found', 'other_org', '404'),
  ('invalid_request', 'parameter_invalid', '400'), ('invalid_cursor', 'forged', '400'),
  ('unauthorized', 'header_missing', '401'), ('invalid_key', 'revoked', '401'),
  ('scope_missing', 'scope_missing', '403'), ('internal_error', 'exception', '500'),
  ('', 'client_closed', '499'), ('internal_error', 'idempotency_in_flight', '500')]`;

/** Invents requests inside the engine, as events of the kind that the pipeline delivers. */
export async function invent(clickhouse: ClickHouse, traffic: Traffic): Promise<void> {
  const { count, fromMs, toMs, seed } = traffic;
  await clickhouse.command(
    `INSERT INTO otel_logs
       (Timestamp, TraceId, ServiceName, EventName, ResourceAttributes, LogAttributes)
     WITH cityHash64(number, {seed: UInt32}) AS h, h % 40 AS dice,
       if(dice < 12, ${OUTCOMES}[dice + 1], ('', '', '200')) AS outcome,
       concat('org_', toString(intDiv(h, 64) % 5)) AS org,
       concat(org, '_key_', toString(intDiv(h, 512) % 3)) AS key,
       outcome.1 IN ('unauthorized', 'invalid_key') AS anonymous
     SELECT
       fromUnixTimestamp64Milli(toInt64({from: Int64} + intDiv(h, 4096) % ({to: Int64} - {from: Int64}))),
       concat(hex(h), hex(cityHash64(h))), 'meetso-api', 'request_desk.request',
       map('service.version', if(h % 3 = 0, '1.0.0', '1.1.0')),
       map('request_desk.request.id', concat('req_', lower(leftPad(hex(h), 16, '0'))),
         'request_desk.error.code', outcome.1, 'request_desk.error.cause', outcome.2,
         'http.response.status_code', outcome.3,
         'http.request.method', if(h % 7 = 0, 'POST', 'GET'),
         'http.route', if(h % 2 = 0, '/public/v1/meetings', '/public/v1/meetings/:id'),
         'url.path', concat('/public/v1/meetings/mtg_', toString(h % 1000)),
         'request_desk.org.id', if(anonymous, '', org), 'request_desk.api_key.id', if(anonymous, '', key),
         'request_desk.api_key.prefix', if(anonymous, '', concat('mts_live_', toString(h % 10), 'abc')),
         'request_desk.request.duration_ms', toString(1 + pow(h % 977 / 97, 3)),
         'request_desk.error.message', if(outcome.1 = '', '', concat('Refused, "', outcome.2, '"')),
         'request_desk.rate_limit.window', if(anonymous, '', 'sustained'),
         'request_desk.rate_limit.limit', if(anonymous, '0', '60'),
         'request_desk.rate_limit.used', if(anonymous, '0', toString(h % 61)),
         'request_desk.client.name', if(h % 5 = 0, 'curl', 'meetso-node'),
         'request_desk.client.version', if(h % 5 = 0, '8.5.0', '2.3.1'))
     FROM numbers({count: UInt32})`,
    { count, from: fromMs, to: toMs, seed },
  );
}
