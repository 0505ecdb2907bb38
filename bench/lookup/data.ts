/** A month of telemetry made up inside the engine: the same shapes as live, without a spool. */
import { z } from 'zod';
import type { ClickHouse } from '../../server/src/clickhouse/client.ts';

/** 40 keys of 6 organisations; four spans a request, one in 16 fails. */
const KEYS = 40;
const ORGS = 6;
const CODES = [
  ['invalid_request', 'parameter_invalid', 400],
  ['rate_limited', 'sustained', 429],
  ['not_found', 'absent', 404],
  ['internal_error', 'exception', 500],
  ['scope_missing', 'scope_missing', 403],
  ['invalid_cursor', 'other_query', 400],
] as const;

/** SQL of the request with number `n`: its id's hex digits are a hash of `n`, as random ids are. */
export const HIGH = 'cityHash64(n, 7)';

const mixed = (h: string) => {
  const shift = (x: string) => `bitXor(${x}, bitShiftRight(${x}, 33))`;
  const first = `(${shift(h)} * toUInt64(18397679294719823053))`;
  const second = `(${shift(first)} * toUInt64(14181476777654086739))`;
  return shift(second);
};
const hex = (x: string) => `lower(leftPad(hex(${x}), 16, '0'))`;
const picked = (index: 0 | 1 | 2) =>
  `[${CODES.map((code) => (index === 2 ? code[index] : `'${code[index]}'`)).join(', ')}][bad]`;

/**
 * Columns of request `n` as a subquery: `answer` is when it was answered, spread evenly over the
 * range; `bad` is 0 for successes.
 */
function requests(from: number, count: number, startMs: number, stepMs: number): string {
  return `SELECT number + ${from} AS n, ${HIGH} AS high, concat('req_', ${hex('high')}) AS id,
      concat(${hex('high')}, ${hex(mixed('high'))}) AS trace,
      fromUnixTimestamp64Nano(toInt64((${startMs} + n * ${stepMs}) * 1000000)) AS answer,
      cityHash64(n, 3) % ${KEYS} AS key, key % ${ORGS} AS org,
      if(cityHash64(n, 5) % 16 = 0, 1 + cityHash64(n, 11) % ${CODES.length}, 0) AS bad,
      ${picked(0)} AS code, ${picked(1)} AS cause, if(bad = 0, 200, ${picked(2)}) AS status
    FROM numbers(${count})`;
}

const COMMON = `'request_desk.request.id', id, 'http.request.method', 'GET',
  'http.route', '/public/v1/meetings', 'url.path', '/public/v1/meetings',
  'http.response.status_code', toString(status),
  'request_desk.request.duration_ms', toString(2 + cityHash64(n) % 50),
  'request_desk.org.id', concat('org_', toString(org)), 'request_desk.api_key.id',
  concat('key_', toString(key)), 'request_desk.api_key.prefix', 'mts_live_abcd',
  'user_agent.original', 'meetso-node/2.3.1', 'client.address', '203.0.113.24'`;

interface MadeRequests {
  readonly from: number;
  readonly count: number;
  readonly startMs: number;
  readonly stepMs: number;
  /** The scope of their log records. */
  readonly scope?: string;
}

/** Inserts `count` requests from number `from`: an event, four spans and, for errors, a log line. */
export async function insertRequests(
  clickhouse: ClickHouse,
  { from, count, startMs, stepMs, scope = '' }: MadeRequests,
): Promise<void> {
  const source = requests(from, count, startMs, stepMs);
  const settings = { max_partitions_per_insert_block: 0, max_threads: 2, max_execution_time: 0 };
  await clickhouse.command(
    `INSERT INTO otel_logs (Timestamp, TraceId, SpanId, SeverityText, SeverityNumber, ServiceName,
       Body, ScopeName, ResourceAttributes, LogAttributes, EventName)
     SELECT answer, trace, ${hex('high + 1')}, if(bad = 0, 'INFO', 'WARN'), if(bad = 0, 9, 13),
       'meetso-api', concat('GET /public/v1/meetings ', toString(status)), '${scope}',
       map('service.version', '1.2.3', 'service.instance.id', 'bench'),
       if(bad = 0, map(${COMMON}), map(${COMMON}, 'request_desk.error.code', code,
         'request_desk.error.cause', cause, 'request_desk.error.message', 'The request was refused',
         'exception.type', if(bad = 4, 'ConnectionRefused', ''))),
       'request_desk.request'
     FROM (${source})`,
    {},
    settings,
  );
  await clickhouse.command(
    `INSERT INTO otel_logs (Timestamp, TraceId, SpanId, SeverityText, SeverityNumber, ServiceName,
       Body, LogAttributes)
     SELECT answer, trace, ${hex('high + 1')}, 'WARN', 13, 'meetso-api',
       concat('refused with ', code), map('request_desk.request.id', id)
     FROM (${source}) WHERE bad > 0`,
    {},
    settings,
  );
  await clickhouse.command(
    `INSERT INTO otel_traces (Timestamp, TraceId, SpanId, ParentSpanId, SpanName, SpanKind,
       ServiceName, ResourceAttributes, ScopeName, SpanAttributes, Duration, StatusCode)
     SELECT answer - toIntervalMillisecond(20) + toIntervalMillisecond(span), trace,
       ${hex('high + 1 + span')}, if(span = 0, '', ${hex('high + 1')}),
       ['GET /public/v1/meetings', 'authenticate', 'meetings.query', 'serialise'][span + 1],
       if(span = 0, 'Server', 'Internal'), 'meetso-api',
       map('service.version', '1.2.3', 'service.instance.id', 'bench'), 'request-desk',
       if(span = 0, map('request_desk.request.id', id, 'http.route', '/public/v1/meetings',
         'http.response.status_code', toString(status)), map()),
       (20 - 4 * span) * 1000000, if(status >= 500, 'Error', 'Unset')
     FROM (${source}) ARRAY JOIN [0, 1, 2, 3] AS span`,
    {},
    settings,
  );
}

const counted = z.object({ requests: z.number() });

/** Requests of the month that an earlier run has made; written in order, so a count is enough. */
export async function countRequests(clickhouse: ClickHouse): Promise<number> {
  const [row] = await clickhouse.query(
    `SELECT count() AS requests FROM otel_logs
     WHERE EventName = 'request_desk.request' AND ScopeName != 'fresh'`,
    {},
    counted,
  );
  return row?.requests ?? 0;
}
